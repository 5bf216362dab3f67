// The cluster at a glance: who is there, what this process does, who is behind.

import { el } from './dom.js';
import { ago, byteRate, count, moment, plural, rate, UNKNOWN, visible } from './format.js';
import { keep, rates } from './history.js';
import { bar, empty, figure, figures, link, section, state, table } from './parts.js';
import { plot } from './plot.js';

const MOST_GROUPS = 8;

export const title = () => 'Overview';

export async function ask(get) {
  const [cluster, groups] = await Promise.all([get('cluster'), get('groups', { order: 'lag', limit: MOST_GROUPS })]);
  keep('traffic', cluster.atMs, cluster.traffic);
  return { cluster, groups };
}

export const render = ({ cluster, groups }) => {
  const here = cluster.nodes.find(node => node.id === cluster.nodeId);
  const silos = cluster.nodes.filter(node => node.isSilo);
  const listening = cluster.nodes.filter(node => node.host !== null);
  return [
    el('h1', null, 'Overview', el('small', null, 'cluster ', el('code', null, cluster.clusterId))),
    figures(
      figure('Silos', count(silos.length)),
      figure('Listening for Kafka', count(listening.length)),
      figure('Topics', count(cluster.topics), plural(cluster.partitions, 'partition')),
      figure('Groups', count(groups.total), Object.entries(groups.states).sort().map(([word, number]) => `${count(number)} ${word}`).join(', '))),
    section(['This process', el('small', null, here ? visible(here.name) : `node ${cluster.nodeId}`)], traffic(cluster, here)),
    section('Nodes', nodes(cluster, silos)),
    section(groups.isLagKnown ? 'Groups furthest behind' : 'Groups', groups.groups.length === 0 ? empty('There are no groups.')
      : table('Groups', [['Group'], ['State'], ['Silo'], ['Lag', 'number'], ['', 'bar']], groups.groups.map(group => [
        link('group', group.groupId), state(group.state), group.silo ?? UNKNOWN, count(group.lag), bar(group.lag ?? 0, groups.groups[0].lag ?? 0),
      ])),
    groups.total > groups.groups.length ? el('p', null, el('a', { href: '#/groups' }, `All ${plural(groups.total, 'group')}`)) : null),
  ];
};

function traffic({ atMs, traffic }, here) {
  const line = (name, count) => ({ name, points: rates('traffic', [count]) });
  return el('div', { class: 'plots' },
    here?.host ? [
      plot('Requests', atMs, [line('answered', 'requests'), line('errors', 'errors')], rate),
      plot('Clients’ bytes', atMs, [line('in', 'bytesReceived'), line('out', 'bytesSent')], byteRate),
    ] : null,
    here?.isSilo ? [
      plot('Records appended', atMs, [line('records', 'recordsAppended')], rate),
      plot('Logs’ bytes', atMs, [line('appended', 'bytesAppended'), line('read', 'bytesRead')], byteRate),
    ] : null);
}

function nodes(cluster, silos) {
  const most = Math.max(0, ...silos.map(silo => silo.partitionsAwake ?? 0));
  const role = node => [node.isSilo ? 'silo' : null, node.host ? 'gateway' : null].filter(word => word).join(' and ');
  return table('Nodes', [['Id', 'number'], ['Name'], ['Role'], ['Kafka address'], ['Rack'], ['Up for'], ['Partitions', 'number'], ['', 'bar'], ['Groups', 'number'], ['Other actors', 'number']],
    cluster.nodes.map(node => [
      String(node.id),
      [el('bdi', null, visible(node.name)), node.id === cluster.nodeId ? el('small', null, 'this process') : null],
      role(node),
      node.host ? el('code', null, `${node.host}:${node.port}`) : UNKNOWN,
      node.rack ?? UNKNOWN,
      el('time', { datetime: new Date(node.startedMs).toISOString(), title: `since ${moment(node.startedMs)}` }, ago(node.startedMs, cluster.atMs)),
      ...node.isSilo
        ? [count(node.partitionsAwake), bar(node.partitionsAwake ?? 0, most), count(node.groupsAwake), count(node.othersAwake)]
        : [UNKNOWN, '', UNKNOWN, UNKNOWN],
    ]));
}
