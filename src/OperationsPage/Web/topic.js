// One topic: where its partitions are, how far they reach, what comes in, who reads it.

import { el } from './dom.js';
import { bytes, count, rate, total, UNKNOWN, visible } from './format.js';
import { keep, levels, rate as rateOf, rates } from './history.js';
import { bar, empty, error, figure, figures, link, pages, section, table } from './parts.js';
import { plot } from './plot.js';

const LIMIT = 100;
const READERS_EVERY_MS = 30_000;

let readers = { name: null, atMs: 0, answer: null };

export const title = ({ name }) => visible(name ?? '');

export async function ask(get, { name = '', from = 0 }) {
  const topic = await get('topic', { name, from, limit: LIMIT });
  if (readers.name !== name || topic.atMs - readers.atMs > READERS_EVERY_MS)
    readers = { name, atMs: topic.atMs, answer: await get.orWhyNot('topic/groups', { name, limit: LIMIT }) };
  keep(keyOf(topic), topic.atMs, {
    ...Object.fromEntries(topic.partitions.map(({ partition, endOffset }) => [partition, endOffset])),
    size: total(topic.partitions.map(({ sizeBytes }) => sizeBytes)),
  });
  return { topic, groups: readers.answer };
}

// A topic that was deleted and made again is another one.
const keyOf = topic => `topic ${topic.topicId}`;

const recordsOf = partition => partition.error ? null : partition.endOffset - partition.startOffset;

export function render({ topic, groups }, params) {
  const { partitions } = topic;
  const size = levels(keyOf(topic), 'size');
  const part = partitions.length < topic.total ? `of ${count(partitions.length)} partitions shown` : null;
  const rateNow = partition => rateOf(keyOf(topic), String(partition.partition));
  const most = Math.max(0, ...partitions.map(rateNow));
  const broken = partitions.filter(partition => partition.error).length;
  return [
    el('h1', null, el('bdi', null, visible(topic.name)), el('small', null, 'topic ', el('code', null, topic.topicId))),
    figures(
      figure('Partitions', count(topic.total), broken > 0 ? `${count(broken)} cannot be reached` : null),
      figure('Records', count(total(partitions.map(recordsOf))), part),
      figure('Size', bytes(size.at(-1)[1]), part),
      figure('Records in', rate(total(partitions.map(rateNow))), part ?? 'over the last 10 s')),
    el('div', { class: 'plots' },
      plot('Records in', topic.atMs, [{ name: 'records', points: rates(keyOf(topic), partitions.map(partition => String(partition.partition))) }], rate),
      plot('Size', topic.atMs, [{ name: 'size', points: size }], bytes, 1024)),
    section('Partitions',
      pages('topic', params, { from: topic.from, total: topic.total, shown: partitions.length, limit: LIMIT }, 'partition'),
      table('Partitions', [['#', 'number'], ['Silo'], ['Start', 'number'], ['End', 'number'], ['Records', 'number'], ['Size', 'number'], ['In', 'number'], ['', 'bar'],
        ['Leader epoch', 'number'], ['Producers', 'number']],
      partitions.map(partition => [
        String(partition.partition), partition.silo ?? UNKNOWN,
        ...partition.error
          ? [UNKNOWN, UNKNOWN, error(partition.error), UNKNOWN, UNKNOWN, '', UNKNOWN, UNKNOWN]
          : [count(partition.startOffset), count(partition.endOffset), count(recordsOf(partition)), bytes(partition.sizeBytes),
            rate(rateNow(partition)), bar(rateNow(partition) ?? 0, most), count(partition.leaderEpoch), count(partition.producers)],
      ]))),
    groups.whyNot ? section('Read by', empty(groups.whyNot))
      : section(['Read by', el('small', null, groups.total > groups.groups.length ? `${count(groups.groups.length)} of ${count(groups.total)}` : count(groups.total))],
        groups.total === 0 ? empty('No group has committed offsets of it.') : el('ul', { class: 'names' }, groups.groups.map(id => el('li', null, link('group', id))))),
    topic.configs?.length === 0 ? null : section('Set for it', topic.configs === null ? empty('It cannot be read now.') : el('dl', { class: 'configs' },
      topic.configs.map(config => el('div', null, el('dt', null, config.name), el('dd', null, visible(config.value)))))),
  ];
}
