// The cluster at a glance: who is there, what this process does, who is behind.

import { el } from './dom.js';
import { ago, byteRate, count, moment, plural, rate, total, UNKNOWN, visible } from './format.js';
import { keep, rates } from './history.js';
import { bar, empty, figure, figures, link, section, state, table } from './parts.js';
import { plot } from './plot.js';

const MOST_GROUPS = 8;

export const title = () => 'Overview';

export async function ask(get) {
  const [cluster, groups] = await Promise.all([get('cluster'), get.orWhyNot('groups', { order: 'lag', limit: MOST_GROUPS })]);
  keep('traffic', cluster.atMs, cluster.traffic);
  return { cluster, groups };
}

export const render = ({ cluster, groups }) => {
  const here = cluster.nodes.find(node => node.id === cluster.nodeId);
  const silos = cluster.nodes.filter(node => node.isSilo);
  const awake = total(silos.map(silo => silo.partitionsAwake));
  return [
    el('h1', null, 'Overview', el('small', null, 'cluster ', el('code', null, cluster.clusterId))),
    figures(
      figure('Nodes', count(cluster.nodes.length), tally(cluster.nodes.map(role))),
      figure('Topics', count(cluster.topics)),
      figure('Partitions', count(cluster.partitions), awake === null ? null : `${count(awake)} awake`),
      figure('Groups', count(groups.total), groups.whyNot ? null : Object.entries(groups.states).sort().map(([word, number]) => `${count(number)} ${word}`).join(', '))),
    section(['This process', el('small', null, here ? visible(here.name) : `node ${cluster.nodeId}`)], traffic(cluster, here)),
    section('Nodes', nodes(cluster, silos)),
    section('Groups furthest behind', groups.whyNot ? empty(groups.whyNot) : behind(groups)),
  ];
};

const role = node => [node.isSilo ? 'silo' : null, node.host ? 'gateway' : null].filter(word => word).join(' and ');

const tally = words => [...new Set(words)].map(word => plural(words.filter(one => one === word).length, word)).join(', ');

function behind({ groups, isLagKnown, total }) {
  const those = groups.filter(group => group.lag > 0);
  const all = el('p', null, el('a', { href: '#/groups' }, `All ${plural(total, 'group')}`));
  if (!isLagKnown || those.length === 0) return [empty(total === 0 ? 'There are no groups.' : isLagKnown ? 'No group is behind.' : 'Lag of all groups cannot be read here.'), all];
  return [
    table('Groups', [['Group', 'name'], ['State'], ['Silo'], ['Lag', 'number'], ['', 'bar']], those.map(group => [
      link('group', group.groupId), state(group.state), group.silo ?? UNKNOWN, count(group.lag), bar(group.lag, those[0].lag),
    ])),
    all,
  ];
}

function traffic({ atMs, traffic }, here) {
  const line = (name, count) => ({ name, points: rates('traffic', [count]) });
  return el('div', { class: 'plots' },
    here?.host ? [
      plot('Requests', atMs, [line('answered', 'requests'), line('errors', 'errors')], rate),
      plot('Clients’ bytes', atMs, [line('in', 'bytesReceived'), line('out', 'bytesSent')], byteRate, 1024),
    ] : null,
    here?.isSilo ? [
      plot('Records appended', atMs, [line('records', 'recordsAppended')], rate),
      plot('Logs’ bytes', atMs, [line('appended', 'bytesAppended'), line('read', 'bytesRead')], byteRate, 1024),
    ] : null);
}

function nodes(cluster, silos) {
  const most = Math.max(0, ...silos.map(silo => silo.partitionsAwake ?? 0));
  const hasRacks = cluster.nodes.some(node => node.rack !== null);
  return table('Nodes', [['Id', 'number'], ['Name', 'name'], ['Role'], ['Kafka address'], ...hasRacks ? [['Rack']] : [], ['Up for'], ['Partitions', 'number'], ['', 'bar'], ['Groups', 'number'], ['Other actors', 'number']],
    cluster.nodes.map(node => [
      String(node.id),
      [el('bdi', null, visible(node.name)), node.id === cluster.nodeId ? el('small', null, 'this process') : null],
      role(node),
      node.host ? el('code', null, `${node.host}:${node.port}`) : UNKNOWN,
      ...hasRacks ? [node.rack ?? UNKNOWN] : [],
      el('time', { datetime: new Date(node.startedMs).toISOString(), title: `since ${moment(node.startedMs)}` }, ago(node.startedMs, cluster.atMs)),
      ...node.isSilo
        ? [count(node.partitionsAwake), bar(node.partitionsAwake ?? 0, most), count(node.groupsAwake), count(node.othersAwake)]
        : [UNKNOWN, '', UNKNOWN, UNKNOWN],
    ]));
}
