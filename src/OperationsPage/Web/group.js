// One group: who is in it, who has what, how far behind it is, and whether it catches up.

import { el } from './dom.js';
import { ago, count, rate, UNKNOWN, visible } from './format.js';
import { keep, levels, rates } from './history.js';
import { bar, empty, error, figure, figures, link, pages, section, state, table } from './parts.js';
import { plot } from './plot.js';

const LIMIT = 500;

export const title = ({ name }) => visible(name ?? '');

export async function ask(get, { name = '', from = 0 }) {
  const group = await get('group', { id: name, from, limit: LIMIT });
  const counts = { lag: group.partitions.some(row => row.lag !== null) ? group.partitions.reduce((sum, row) => sum + (row.lag ?? 0), 0) : null };
  group.partitions.forEach(row => Object.assign(counts, { [`in ${nameOf(row)}`]: row.endOffset, [`out ${nameOf(row)}`]: row.committed }));
  keep(keyOf(group), group.atMs, counts);
  return { group };
}

const keyOf = group => `group ${group.groupId}`;
const nameOf = row => `${row.topic}/${row.partition}`;

export function render({ group }, params) {
  const { partitions } = group;
  const flow = way => rates(keyOf(group), partitions.map(row => `${way} ${nameOf(row)}`));
  const lag = levels(keyOf(group), 'lag');
  const part = partitions.length < group.total ? `of ${count(partitions.length)} partitions shown` : null;
  return [
    el('h1', null, el('bdi', null, visible(group.groupId)), el('small', null, 'group')),
    figures(
      figure('State', state(group.state), group.protocol || null),
      figure('Members', count(group.members.length), group.protocolType || null),
      figure('Lag', count(lag.at(-1)[1]), part ?? catchingUp(group, lag)),
      figure('Partitions', count(group.total)),
      figure('Silo', group.silo ?? UNKNOWN)),
    el('div', { class: 'plots' },
      plot('Lag', group.atMs, [{ name: 'records', points: lag }], count),
      plot('Records', group.atMs, [{ name: 'in', points: flow('in') }, { name: 'committed', points: flow('out') }], rate)),
    section(['Members', el('small', null, count(group.members.length))], group.members.length === 0 ? empty('Nobody is in it.')
      : table('Members', [['Client id', 'name'], ['Client host'], ['Member id', 'name'], ['Partitions', 'number']], group.members.map(member => [
        el('bdi', null, visible(member.clientId)),
        el('code', null, visible(member.clientHost)),
        el('code', null, el('bdi', null, visible(member.memberId)), member.instanceId === null ? null : el('small', null, `instance ${visible(member.instanceId)}`)),
        count(member.partitions),
      ]))),
    section(['Partitions', el('small', null, count(group.total))],
      pages('group', params, { from: group.from, total: group.total, shown: partitions.length, limit: LIMIT }, 'partition'),
      partitions.length === 0 ? empty('It has no partitions and has committed nothing.') : rows(partitions)),
  ];
}

function rows(partitions) {
  const most = Math.max(0, ...partitions.map(row => row.lag ?? 0));
  return table('Partitions', [['Topic', 'name'], ['#', 'number'], ['Read by', 'name'], ['Start', 'number'], ['Committed', 'number'], ['End', 'number'], ['Lag', 'number'], ['', 'bar']],
    partitions.map(row => [
      link('topic', row.topic), String(row.partition),
      row.memberId === null ? UNKNOWN : el('bdi', { title: visible(row.memberId) }, visible(row.clientId || row.memberId)),
      count(row.startOffset), count(row.committed), count(row.endOffset),
      row.error ? error(row.error) : count(row.lag), bar(row.lag ?? 0, most),
    ]));
}

// At the pace of the last half minute.
function catchingUp(group, lag) {
  const now = lag.at(-1);
  const then = lag.find(([ms]) => ms >= now[0] - 30_000);
  if (!(now[1] > 0) || then === now || then[1] === null) return null;
  const gained = (then[1] - now[1]) * 1000 / (now[0] - then[0]);
  return Math.abs(gained) < 0.05 ? 'stays the same' : gained < 0 ? `grows by ${rate(-gained)}` : `caught up in ${ago(0, now[1] / gained * 1000)}`;
}
