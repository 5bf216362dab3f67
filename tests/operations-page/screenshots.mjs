// Pictures of the page for the documentation, of a cluster with a shop's traffic on it.

import { join, kafka, launch, open, operations } from './setting.mjs';

const TRAFFIC_MS = 150_000;
const TOPICS = { orders: 12, payments: 6, 'page-views': 24, 'stock-levels': 6, 'mail-out': 3 };
const PER_SECOND = { orders: 140, payments: 90, 'page-views': 900, 'stock-levels': 60, 'mail-out': 12 };

const pause = ms => new Promise(done => setTimeout(done, ms));
const admin = kafka('admin').admin();
const producer = kafka('shop').producer();
await Promise.all([admin.connect(), producer.connect()]);
await admin.createTopics({ topics: Object.entries(TOPICS).map(([topic, numPartitions]) => ({ topic, numPartitions })) });

let isOver = false;
async function produce(topic) {
  for (let turn = 0; !isOver; turn++) {
    const swing = 1 + 0.4 * Math.sin(turn / 25) + 0.2 * Math.random();
    await producer.send({ topic, messages: Array.from({ length: Math.round(PER_SECOND[topic] * swing / 4) }, (_, i) => ({ key: `${turn}-${i}`, value: 'x'.repeat(180) })) });
    await pause(250);
  }
}
const producing = Object.keys(TOPICS).map(produce);
const members = await Promise.all([
  join('billing-1', 'billing', ['orders', 'payments']), join('billing-2', 'billing', ['orders', 'payments']), join('billing-3', 'billing', ['orders', 'payments']),
  join('indexer-a', 'search-index', ['page-views', 'stock-levels'], () => pause(3)), join('indexer-b', 'search-index', ['page-views', 'stock-levels'], () => pause(3)),
  join('mailer', 'mail', ['mail-out', 'orders'], () => pause(4)),
]);
await admin.setOffsets({ groupId: 'nightly-report', topic: 'orders', partitions: Array.from({ length: TOPICS.orders }, (_, partition) => ({ partition, offset: '40' })) });

// A browser each, because a tab behind another one asks for nothing.
const tabs = await Promise.all(Object.entries({ overview: '#/', topic: '#/topic?name=orders', group: '#/group?name=search-index' }).map(async ([name, hash]) => {
  const browser = await launch();
  const { page, troubles } = await open(browser, operations.at(-1) + hash);
  await page.setViewport({ width: 1200, height: 800 });
  return { name, browser, page, troubles };
}));
await pause(TRAFFIC_MS);
for (const { name, browser, page, troubles } of tabs) {
  const height = await page.evaluate(() => document.querySelector('main').getBoundingClientRect().bottom);
  await page.screenshot({ path: `${process.env.SCREENSHOTS}/operations-page-${name}.png`, clip: { x: 0, y: 0, width: 1200, height: Math.min(height, 1000) } });
  troubles.forEach(trouble => console.error(`${name}: ${trouble}`));
  await browser.close();
}
isOver = true;
await Promise.all(producing);
await Promise.allSettled([...members.map(member => member.disconnect()), producer.disconnect(), admin.disconnect()]);
