#!/usr/bin/python3
"""run.py BOOTSTRAP [CLIENT[/SCENARIO]...]: every client x scenario, one line each, compared with allow-list.txt."""
import concurrent.futures
import os
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import scenario  # noqa: E402

ALLOW = os.path.join(HERE, '..', 'allow-list.txt')
# KIP-848 members that are killed are noticed after the broker's session timeout, 45 s by default.
DEADLINE = {'group-consumer': 150}
JOBS = int(os.environ.get('KAFKA_CLIENTS_JOBS', '2'))


def run(bootstrap, client, name, logs):
    deadline = DEADLINE.get(name, 90)
    log = os.path.join(logs, '%s.%s.log' % (client, name))
    t0 = time.monotonic()
    with open(log, 'wb') as err:
        p = subprocess.Popen(['/usr/bin/python3', '-u', os.path.join(HERE, 'scenario.py'), bootstrap, client, name],
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=err, start_new_session=True,
                             env=dict(os.environ, SCENARIO_DEADLINE=str(deadline), CLIENT_DEADLINE=str(deadline + 10)))
        try:
            out = p.communicate(timeout=deadline + 20)[0].decode(errors='replace').strip()
        except subprocess.TimeoutExpired:
            os.killpg(p.pid, signal.SIGKILL)
            p.communicate()
            out = 'FAIL %s %s: no answer in %d s' % (client, name, deadline + 20)
    line = out.splitlines()[-1] if out else 'FAIL %s %s: died with status %s' % (client, name, p.returncode)
    result = {0: 'ok', 77: 'skip'}.get(p.returncode, 'FAIL')
    with open(log, 'a') as f:
        f.write('\n' + line + '\n')
    return result, line, time.monotonic() - t0, log


def main():
    bootstrap, wanted = sys.argv[1], sys.argv[2:]
    with open(ALLOW) as f:
        allowed = {tuple(line.split()[:2]) for line in f if line.strip() and not line.startswith('#')}
    if wanted == ['--listed']:
        wanted = ['%s/%s' % k for k in allowed]
    work = []
    for client in scenario.CLIENTS:
        for name in scenario.SCENARIOS:
            if not wanted or client in wanted or '%s/%s' % (client, name) in wanted:
                work.append((client, name))
    unknown = [w for w in wanted if w not in scenario.CLIENTS and tuple(w.split('/', 1)) not in work]
    if unknown:
        sys.exit('unknown: %s\nclients: %s\nscenarios: %s' % (
            ' '.join(unknown), ' '.join(scenario.CLIENTS), ' '.join(scenario.SCENARIOS)))
    logs = os.environ.get('KAFKA_CLIENTS_LOGS') or tempfile.mkdtemp(prefix='kafka-clients-')
    os.makedirs(logs, exist_ok=True)
    print('logs: %s' % logs)
    results = {}
    # The long ones first, so that no worker idles at the end.
    work.sort(key=lambda w: -scenario.SCENARIOS.index(w[1]))
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        futures = {pool.submit(run, bootstrap, c, s, logs): (c, s) for c, s in work}
        for f in concurrent.futures.as_completed(futures):
            results[futures[f]], line, seconds, log = f.result()
            if results[futures[f]] != 'skip':
                print('%6.1fs  %s%s' % (seconds, line, '' if line.startswith('ok') else '   (%s)' % log))
    # Deadlines are real time: what a busy machine made late gets one more try, alone.
    for k in sorted(k for k, r in results.items() if r == 'FAIL' and k in allowed):
        results[k], line, seconds, log = run(bootstrap, *k, logs)
        print('%6.1fs  %s (second try)%s' % (seconds, line, '' if line.startswith('ok') else '   (%s)' % log))
    skipped = sorted(k for k, r in results.items() if r == 'skip')
    broken = sorted(k for k, r in results.items() if r != 'ok' and k in allowed)
    new = sorted(k for k, r in results.items() if r == 'ok' and k not in allowed)
    if skipped:
        print('skipped, the client cannot do it: %s' % ', '.join('%s %s' % k for k in skipped))
    for k in new:
        print('passes and is not in allow-list.txt, add it: %s %s' % k)
    for k in broken:
        print('is in allow-list.txt and did not pass: %s %s' % k)
    count = lambda r: sum(1 for x in results.values() if x == r)
    print('%d passed, %d failed, %d skipped' % (count('ok'), count('FAIL'), count('skip')))
    return 1 if broken else 0


if __name__ == '__main__':
    sys.exit(main())
