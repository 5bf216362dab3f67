"""kcat as a client program: translates the commands of ../README.md to kcat invocations."""
import os
import re
import subprocess
import sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'lib'))
import json
import threading
from client_common import *

KCAT = 'kcat'
# Reads a record's parts by their lengths, so that any byte may be in a key or value (-1: null).
FORMAT = r'%p %o %T %K %S %h\n%k%s\n'


def run(*args, stdin=None):
    p = subprocess.run([KCAT, *args], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if p.returncode != 0:
        sys.exit('kcat %s exited %d: %s' % (' '.join(args), p.returncode, p.stderr.decode(errors='replace').strip()))
    return p.stdout


def about():
    line = next(l for l in run('-V').decode().splitlines() if l.startswith('Version'))
    print(json.dumps({
        'version': 'kcat ' + line.replace('Version ', '').split(' (')[0] + ' librdkafka ' + re.search(r'librdkafka ([0-9.]+)', line).group(1),
        'codecs': ['none', 'gzip', 'snappy', 'lz4', 'zstd'],
        'can': ['flat', 'headers', 'reads_headers', 'empty_header_value', 'repeated_header', 'null_key', 'null_value', 'null_key_and_value', 'empty_key', 'empty_value',
                'reads_timestamps', 'idempotent', 'group', 'range', 'cooperative-sticky'],
    }))


def topic(bootstrap, name, partitions):
    """kcat has no admin API: asking for the metadata of a topic creates it, with the broker's number of partitions."""
    for _ in range(100):
        out = json.loads(run('-b', bootstrap, '-L', '-J', '-t', name, '-X', 'allow.auto.create.topics=true'))
        found = [t for t in out['topics'] if t['topic'] == name and not t.get('error') and t['partitions']]
        if found:
            print(len(found[0]['partitions']))
            return
    sys.exit('topic %s did not appear in the metadata: %s' % (name, out))


def produce(bootstrap, topic, codec, mode):
    if mode not in ('plain', 'idempotent'):
        sys.exit('kcat sends one transaction per process only with -X transactional.id and cannot abort it')
    # Headers and the meaning of "empty" (-Z: null) are options of a whole run: one run per stretch of equal ones.
    runs, last = [], None
    for partition, key, value, headers, _ in sorted(read_records(), key=lambda r: r[0]):
        nulls = {True} if key is None or value is None else set()
        nulls |= {False} if key == b'' or value == b'' else set()
        if len(nulls) == 2:
            sys.exit('one kcat run cannot send both null and empty')
        if last and last[0] == partition and last[1] == headers and (not nulls or last[2] is None or last[2] in nulls):
            last[2] = last[2] if last[2] is not None else next(iter(nulls), None)
        else:
            last = [partition, headers, next(iter(nulls), None), []]
            runs.append(last)
        last[3].append((key or b'') + b'\x1f' + (value or b'') + b'\x1e')
    for partition, headers, nulls, lines in runs:
        args = ['-P', '-b', bootstrap, '-t', topic, '-p', str(partition), '-z', codec, '-K', '\x1f', '-D', '\x1e',
                '-X', 'acks=all', '-X', 'linger.ms=20', '-X', 'enable.idempotence=%s' % str(mode == 'idempotent').lower()]
        for n, v in headers:
            args += ['-H', '%s=%s' % (n, v.decode())]
        run(*args, *(['-Z'] if nulls else []), stdin=b''.join(lines))


def parse(out):
    at = 0
    while at < len(out):
        eol = out.index(b'\n', at)
        p, o, t, k, v, h = out[at:eol].decode('utf-8', 'surrogateescape').split(' ', 5)
        k, v, at = int(k), int(v), eol + 1
        key = None if k < 0 else out[at:at + k]
        at += max(k, 0)
        value = None if v < 0 else out[at:at + v]
        at += max(v, 0) + 1
        yield int(p), int(o), key, value, h, int(t)


def consume(bootstrap, topic):
    out = run('-C', '-b', bootstrap, '-t', topic, '-o', 'beginning', '-e', '-q', '-f', FORMAT)
    # kcat prints headers as text: a null value is the word NULL, a comma in a value would be ambiguous.
    for p, o, key, value, h, t in parse(out):
        headers = [(n, None if x == 'NULL' else x.encode('utf-8', 'surrogateescape'))
                   for n, x in (e.split('=', 1) for e in h.split(',') if '=' in e)]
        write_record(p, o, key, value, headers, t)


def member(bootstrap, topic, group, protocol, count='0'):
    stop, count = Stop(), int(count)
    args = ['-b', bootstrap, '-G', group, '-f', '%p %o %s\n', '-u', '-X', 'auto.offset.reset=earliest',
            '-X', 'partition.assignment.strategy=' + protocol, '-X', 'session.timeout.ms=6000', '-X', 'heartbeat.interval.ms=500',
            '-X', 'auto.commit.interval.ms=100']
    p = subprocess.Popen([KCAT, *args, *(['-c', str(count)] if count else []), topic],
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    owned = set()

    def notices():
        for line in p.stderr:
            line = line.decode(errors='replace')
            m = re.match(r'% Group \S+ rebalanced[^(]*(?:\(s\) )?\(memberid [^)]*\):(.*)', line)
            if not m:
                sys.stderr.write(line)
                continue
            parts = {int(x) for x in re.findall(r'\[(\d+)\]', m.group(1))}
            incremental = 'incremental' in line
            if re.search(r'incremental assign|: assigned', line):
                owned.difference_update(set() if incremental else owned.copy())
                owned.update(parts)
            else:
                owned.difference_update(parts)
            event(e='assigned', p=sorted(owned))
    reader = threading.Thread(target=notices, daemon=True)
    reader.start()

    def stopper():
        stop.flag.wait()
        p.terminate()
    threading.Thread(target=stopper, daemon=True).start()
    for line in p.stdout:
        partition, offset, value = line.decode().split(' ', 2)
        event(e='rec', p=int(partition), o=int(offset), v=value.strip())
    code = p.wait()
    reader.join(5)
    if code != 0 and not stop:
        sys.exit('kcat exited %d' % code)


main({'about': about, 'topic': topic, 'produce': produce, 'consume': consume, 'member': member})
