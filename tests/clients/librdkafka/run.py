#!/usr/bin/python3
"""run.py BOOTSTRAP [NUMBER...]: librdkafka's own tests, one process and one log each, compared with expected-pass.txt."""
import concurrent.futures
import glob
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.join(os.environ['KAFKA_CLIENTS_CACHE'], 'librdkafka', 'tests')
JOBS = int(os.environ.get('LIBRDKAFKA_JOBS', '4'))
TIMEOUT = int(os.environ.get('LIBRDKAFKA_TIMEOUT', '120'))
FULL = os.environ.get('LIBRDKAFKA_FULL', '') not in ('', '0')
VERSION = os.environ.get('TEST_KAFKA_VERSION', '4.0.0')


def read(name):
    """Lines of a list: the first word is the number, a # starts a remark."""
    with open(os.path.join(HERE, name)) as f:
        lines = [line.split('#')[0].split() for line in f]
    return [line for line in lines if line]


def plain(text):
    return re.sub(r'\x1b\[[0-9;]*m', '', text)


def run(bootstrap, number, logs, run_id, quick):
    log = os.path.join(logs, number + '.log')
    conf = os.path.join(logs, number + '.conf')
    with open(conf, 'w') as f:
        f.write('bootstrap.servers=%s\ntest.topic.prefix=rdk%s\n' % (bootstrap, run_id))
    env = dict(os.environ, TESTS=number, RDKAFKA_TEST_CONF=conf, TEST_KAFKA_VERSION=VERSION,
               LD_LIBRARY_PATH='../src:../src-cpp', KAFKA_PATH=os.path.join(HERE, 'kafka-tools'), BROKERS=bootstrap)
    env.pop('CI', None)  # some tests skip themselves under CI
    t0 = time.monotonic()
    with open(log, 'wb') as out:
        # -L without the parts that use no broker, -K without the library's known issues, -p1 one after another, -Q quick.
        p = subprocess.Popen(['./test-runner', '-L', '-K', '-p1'] + ['-Q'] * quick, cwd=TESTS, env=env, stdin=subprocess.DEVNULL,
                             stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            p.wait(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(p.pid, signal.SIGKILL)
            p.wait()
    seconds = time.monotonic() - t0
    with open(log, errors='replace') as f:
        text = plain(f.read())
    states = [s for n, s in re.findall(r'^\| ?(\S+)\s+\|\s+(\w+)', text, flags=re.M) if n.startswith(number)]
    if seconds >= TIMEOUT:
        result = 'timeout'
    elif p.returncode != 0 or 'FAILED' in states:
        result = 'FAIL'
    elif 'PASSED' in states:
        result = 'pass'
    else:
        result = 'skip'
    reason = ''
    if result == 'skip':
        m = re.search(r'(?:SKIPPING TEST|Skipping test|skipped?)[^\n:]*: *([^\n]*)', text, flags=re.I)
        reason = m.group(1) if m else ''
    elif result != 'pass':
        m = re.search(r'### Test "[^"]*"[^\n]*failed at[^\n]*###\s*\n([^\n]*)', text) or re.search(r'(Assertion [^\n]*|terminate called[^\n]*)', text)
        reason = m.group(1) if m else (text.strip().splitlines() or [''])[-1]
    names = re.findall(r'Running test (\S+)', text)
    name = names[-1] if names else number
    return result, seconds, name, re.sub(r'\s+', ' ', reason)[:160], log


def main():
    bootstrap, wanted = sys.argv[1], sys.argv[2:]
    expected = {line[0] for line in read('expected-pass.txt')}
    if wanted == ['--listed']:
        wanted = sorted(expected)
    # The slow ones (as they were when this was written) first, so that no worker idles at the end.
    tests = {line[0]: line[1:] for line in read('tests.txt')}
    slow = {n: float(words[0]) for n, words in tests.items() if words}
    full = {n for n, words in tests.items() if 'full' in words}
    numbers = sorted(wanted or tests, key=lambda n: (-slow.get(n, 0), n))
    logs = os.environ.get('LIBRDKAFKA_LOGS') or tempfile.mkdtemp(prefix='librdkafka-tests-')
    os.makedirs(logs, exist_ok=True)
    print('logs: %s' % logs)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a test that fails aborts
    run_id, results = '%x' % int(time.time()), {}
    t0 = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        futures = {pool.submit(run, bootstrap, n, logs, run_id, n not in full and not FULL): n for n in numbers}
        for f in concurrent.futures.as_completed(futures):
            n = futures[f]
            result, seconds, name, reason, log = f.result()
            results[n] = result
            print('%-7s %6.1fs  %-38s %s' % (result, seconds, name, reason))
    # Some numbers race against their own clock; alone on the machine and once more, they show whether it was that.
    for n in sorted(n for n, r in results.items() if r not in ('pass', 'skip') and n in expected):
        result, seconds, name, reason, log = run(bootstrap, n, logs, run_id + 'b', n not in full and not FULL)
        results[n] = result
        print('%-7s %6.1fs  %-38s second try %s' % (result, seconds, name, reason))
    for left in glob.glob(os.path.join(TESTS, 'stats_*.json')):
        os.remove(left)
    broken = sorted(n for n, r in results.items() if r != 'pass' and n in expected)
    new = sorted(n for n, r in results.items() if r == 'pass' and n not in expected)
    if new:
        print('pass and are not in expected-pass.txt, add them: %s' % ' '.join(new))
    if broken:
        print('are in expected-pass.txt and did not pass: %s' % ' '.join(broken))
    count = lambda *r: sum(1 for x in results.values() if x in r)
    print('%d passed, %d failed, %d skipped themselves in %d s' % (
        count('pass'), count('FAIL', 'timeout'), count('skip'), time.monotonic() - t0))
    return 1 if broken else 0


if __name__ == '__main__':
    sys.exit(main())
