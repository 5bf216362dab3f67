// All topics, a page at a time.

import { el } from './dom.js';
import { count } from './format.js';
import { empty, filter, link, pages, table } from './parts.js';

const LIMIT = 100;

export const title = () => 'Topics';

export const ask = async (get, { filter = '', from = 0 }) => ({ topics: await get('topics', { filter, from, limit: LIMIT }) });

export const render = ({ topics }, params) => [
  el('h1', null, 'Topics', el('small', null, topics.matching === topics.total ? count(topics.total) : `${count(topics.matching)} of ${count(topics.total)}`)),
  el('div', { class: 'tools' }, filter('Filter', params),
    pages('topics', params, { from: topics.from, total: topics.matching, shown: topics.topics.length, limit: LIMIT }, 'topic')),
  topics.topics.length === 0
    ? empty(topics.total === 0 ? 'There are no topics yet. The first use of a name makes one.' : 'No topic is called so.')
    : el('div', { class: 'narrow' }, table('Topics', [['Topic', 'name'], ['Partitions', 'number'], ['']], topics.topics.map(topic =>
      [link('topic', topic.name), count(topic.partitions), topic.isForeign ? el('small', null, 'made by others in SeaweedMQ') : '']))),
];
