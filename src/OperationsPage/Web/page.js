// Shows the view that the address names, and asks again every two seconds while somebody can see it.

import { el, morphChildren } from './dom.js';
import { clock } from './format.js';
import * as group from './group.js';
import * as groups from './groups.js';
import * as overview from './overview.js';
import { empty } from './parts.js';
import * as topic from './topic.js';
import * as topics from './topics.js';

const VIEWS = { '': overview, topics, topic, groups, group };
const PARENTS = { topic: 'topics', group: 'groups' };
const LOOK_EVERY_MS = 2_000;
const PATIENCE_MS = 10_000;
const WAITING_MS = 3_000;
const TYPING_MS = 200;

const [main, trouble, state, word, time] = ['main', 'trouble', 'state', 'state-word', 'state-time'].map(id => document.getElementById(id));
let shown = null, looking = null, next = 0, typing = 0, answeredMs = null;

class Refused extends Error {
  constructor(status, message) { super(message); this.status = status; }
}

function address() {
  const [name, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return { name: Object.hasOwn(VIEWS, name) ? name : '', params: Object.fromEntries(new URLSearchParams(query)) };
}

async function get(path, query, signal) {
  const answer = await fetch(`data/${path}?${new URLSearchParams(query ?? {})}`, { signal, headers: { Accept: 'application/json' } });
  if (answer.ok) return answer.json();
  const told = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, told.error ?? (answer.status === 401 ? 'Credentials are wanted: load the page again.' : `The process answers ${answer.status}.`));
}

// For one view's questions, until they are no longer wanted. Where one is of less account than the rest, why it has no answer is an answer.
function asker(signal) {
  const ask = (path, query) => get(path, query, signal);
  ask.orWhyNot = (path, query) => ask(path, query).catch(failure => {
    if (failure.status === 503) return { whyNot: failure.message };
    throw failure;
  });
  return ask;
}

// Goes to what the address names by now; what was being asked for is no longer wanted.
function go() {
  const { name, params } = address();
  const isOther = shown === null || shown.name !== name || shown.params.name !== params.name;
  shown = { name, params };
  document.title = `${VIEWS[name].title(params)} · Kafka gateway`;
  for (const link of document.querySelectorAll('header nav:not(.aside) a')) {
    if (link.hash === `#/${PARENTS[name] ?? name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (isOther) {
    main.replaceChildren();
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  look();
}

async function look() {
  clearTimeout(next);
  looking?.abort();
  if (document.hidden) return;
  const asked = looking = new AbortController();
  const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const view = VIEWS[shown.name];
  const waiting = setTimeout(() => tellState('waiting', 'Waiting', answeredMs === null ? '' : `since ${clock(answeredMs)}`), WAITING_MS);
  try {
    const answers = await view.ask(asker(signal), shown.params);
    if (asked.signal.aborted) return;
    morphChildren(main, view.render(answers, shown.params).filter(part => part));
    tellAnswered();
  } catch (failure) {
    if (asked.signal.aborted) return;
    if (failure.status === 404) {
      morphChildren(main, [empty(failure.message, ' ', el('a', { href: `#/${PARENTS[shown.name] ?? ''}` }, 'What there is'))]);
      tellAnswered();
    } else tellTrouble(failure);
  } finally {
    clearTimeout(waiting);
  }
  next = setTimeout(look, LOOK_EVERY_MS);
}

function tellAnswered() {
  answeredMs = Date.now();
  trouble.hidden = true;
  document.body.classList.remove('stale');
  tellState('live', 'Live', clock(answeredMs));
}

function tellTrouble(failure) {
  const what = failure instanceof Refused ? failure.message
    : failure.name === 'TimeoutError' ? `The process has not answered within ${PATIENCE_MS / 1000} s.`
    : failure instanceof TypeError && failure.message.includes('fetch') ? 'The process does not answer.'
    : `This page has failed: ${failure.message}`;
  const text = `${what} ${answeredMs === null ? '' : `What is shown is of ${clock(answeredMs)}. `}Trying again every ${LOOK_EVERY_MS / 1000} s.`;
  if (trouble.textContent !== text) trouble.textContent = text;
  trouble.hidden = false;
  document.body.classList.add('stale');
  tellState('gone', 'No answer', answeredMs === null ? '' : `since ${clock(answeredMs)}`);
}

// The word is read out by screen readers when it changes, the time is not.
function tellState(kind, text, at) {
  state.className = kind;
  if (word.textContent !== text) word.textContent = text;
  time.textContent = at;
}

main.addEventListener('input', ({ target }) => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    const { from, [target.dataset.param]: _, ...others } = shown.params;
    const params = target.value === '' ? others : { ...others, [target.dataset.param]: target.value };
    history.replaceState(null, '', `#/${shown.name}?${new URLSearchParams(params)}`);
    go();
  }, TYPING_MS);
});
document.addEventListener('keydown', event => {
  const field = main.querySelector('input[type=search]');
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || field === null || document.activeElement === field) return;
  event.preventDefault();
  field.focus();
});
document.addEventListener('visibilitychange', look);
addEventListener('hashchange', go);
go();
