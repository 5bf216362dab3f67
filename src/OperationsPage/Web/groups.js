// All groups, a page at a time, those furthest behind first.

import { el } from './dom.js';
import { count, UNKNOWN } from './format.js';
import { bar, choice, empty, filter, link, pages, state, table } from './parts.js';

const LIMIT = 100;

export const title = () => 'Groups';

export const ask = async (get, { filter = '', state, order = 'lag', from = 0 }) =>
  ({ groups: await get('groups', { filter, order, from, limit: LIMIT, ...state ? { state } : {} }) });

export function render({ groups }, params) {
  const most = Math.max(0, ...groups.groups.map(group => group.lag ?? 0));
  return [
    el('h1', null, 'Groups', el('small', null, groups.matching === groups.total ? count(groups.total) : `${count(groups.matching)} of ${count(groups.total)}`)),
    el('div', { class: 'tools' }, filter('Filter', params),
      choice('State', 'state', params, [['', 'any'], ...Object.entries(groups.states).sort().map(([word, number]) => [word, `${word} (${count(number)})`])]),
      choice('Order', 'order', params, [['', 'lag'], ['name', 'name']]),
      pages('groups', params, { from: groups.from, total: groups.matching, shown: groups.groups.length, limit: LIMIT }, 'group')),
    groups.groups.length === 0
      ? empty(groups.total === 0 ? 'There are no groups: nobody has joined one or committed offsets.' : 'No group is called so and in that state.')
      : table('Groups', [['Group', 'name'], ['State'], ['Type'], ['Silo'], ['Lag', 'number'], ['', 'bar']], groups.groups.map(group => [
        link('group', group.groupId), state(group.state), group.protocolType || UNKNOWN, group.silo ?? UNKNOWN, count(group.lag), bar(group.lag ?? 0, most),
      ])),
    groups.isLagKnown ? null : el('p', { class: 'note' }, 'Lag of all groups cannot be read here; a group’s own page tells it.'),
  ];
}
