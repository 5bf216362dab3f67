"""What the Python client programs share: the line format of ../README.md."""
import base64
import json
import os
import signal
import sys
import threading


def b64(x):
    return None if x is None else base64.b64encode(x).decode()


def raw(x):
    return None if x is None else base64.b64decode(x)


def read_records():
    for line in sys.stdin:
        r = json.loads(line)
        yield r['p'], raw(r['k']), raw(r['v']), [(n, raw(v)) for n, v in r['h']], r.get('t')


def write_record(partition, offset, key, value, headers, timestamp):
    sys.stdout.write(json.dumps({
        'p': partition, 'o': offset, 'k': b64(key), 'v': b64(value),
        'h': [[n, b64(v)] for n, v in headers or []], 't': timestamp}) + '\n')


def event(**e):
    sys.stdout.write(json.dumps(e) + '\n')
    sys.stdout.flush()


class Stop:
    """True once SIGTERM came: a member then closes in an orderly way."""
    def __init__(self):
        self.flag = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: self.flag.set())

    def __bool__(self):
        return self.flag.is_set()


def main(commands):
    # A hard deadline of its own, whatever the driver does.
    signal.signal(signal.SIGALRM, lambda *_: (sys.stderr.write('client deadline passed\n'), sys.stderr.flush(), os._exit(124)))
    signal.alarm(int(os.environ.get('CLIENT_DEADLINE', '100')))
    commands[sys.argv[1]](*sys.argv[2:])
    sys.stdout.flush()
