// The operations page as an operator sees it: in a browser, on a cluster that works.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { join, kafka, launch, open, operations, PATIENCE_MS, urls } from './setting.mjs';

const LOOK_EVERY_MS = 100;

const suffix = Math.random().toString(36).slice(2, 8);
const topic = `page-${suffix}`;
const group = `readers-${suffix}`;
const hostile = `<img src=x onerror=alert(1)>/../${suffix}`;
const partitions = 6;

let browser, admin, producer, page, troubles;
const members = [];

before(async () => {
  admin = kafka('admin').admin();
  producer = kafka('producer').producer();
  [browser] = await Promise.all([launch(), admin.connect(), producer.connect()]);
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions }] });
  await send(60);
  members.push(...await Promise.all(['reader-one', 'reader-two'].map(clientId => join(clientId, group, [topic]))));
  await admin.setOffsets({ groupId: hostile, topic, partitions: [{ partition: 0, offset: '0' }] });
  // The last one is a gateway.
  ({ page, troubles } = await open(browser, operations.at(-1)));
});

after(async () => {
  await Promise.allSettled([browser?.close(), ...members.map(member => member.disconnect()), producer?.disconnect(), admin?.disconnect()]);
});

const send = records => producer.send({ topic, messages: Array.from({ length: records }, (_, i) => ({ value: `${i}`, partition: i % partitions })) });

// Goes on within the page, as a click does: it is not loaded anew.
const view = hash => page.evaluate(to => { location.hash = to; }, hash);

// The rows of a table by its caption, each cell by its heading, once they are as wanted.
async function rows(caption, isWanted) {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await page.$$eval('table', (tables, title) => {
      const table = tables.find(one => one.caption.textContent === title);
      const headings = [...table?.tHead.rows[0].cells ?? []].map(cell => cell.textContent);
      return [...table?.tBodies[0].rows ?? []].map(row => Object.fromEntries(headings.map((heading, i) => [heading, row.cells[i].textContent])));
    }, caption);
    if (found.length > 0 && isWanted(found)) return found;
    if (Date.now() > until) assert.fail(`${caption} are ${JSON.stringify(found)}`);
    await new Promise(done => setTimeout(done, LOOK_EVERY_MS));
  }
}

const figure = label => page.$$eval('.figure', (all, name) => all.find(one => one.querySelector('dt').textContent === name)?.querySelector('dd').firstChild.textContent, label);

const until = (label, wanted) => page.waitForFunction((name, value) =>
  [...document.querySelectorAll('.figure')].find(one => one.querySelector('dt').textContent === name)?.querySelector('dd').firstChild.textContent === value, {}, label, wanted);

test('without credentials there is nothing to see', async () => {
  for (const url of operations) assert.equal((await fetch(url)).status, 401);
  for (const url of operations) assert.equal((await fetch(new URL('data/cluster', url))).status, 401);
});

test('the address of the port leads to the page', async () => {
  const answer = await fetch(urls.at(-1), { redirect: 'manual' });
  assert.equal(new URL(answer.headers.get('location'), urls.at(-1)).href, operations.at(-1));
});

test('the overview has every node, and silos tell what they host', async () => {
  const silos = operations.length - 2;
  const nodes = await rows('Nodes', rows => rows.length === operations.length && rows.some(row => Number(row.Partitions) > 0));
  assert.equal(nodes.filter(row => row.Role === 'silo' && /^[0-9,]+$/.test(row.Partitions)).length, silos);
  assert.equal(nodes.filter(row => row.Role === 'gateway' && /:[0-9]+$/.test(row['Kafka address'])).length, 2);
  assert.equal(await figure('Nodes'), String(operations.length));
});

test('a topic’s partitions name their owners, and grow while one looks', async () => {
  await view(`#/topic?name=${topic}`);
  const before = await rows('Partitions', rows => rows.length === partitions);
  assert.ok(before.every(row => /^silo-[0-9]+$/.test(row.Silo)), JSON.stringify(before));
  assert.equal(before.reduce((sum, row) => sum + Number(row.End), 0), 60);
  await page.evaluate(() => { window.sameDocument = true; });
  await send(120);
  await rows('Partitions', rows => rows.reduce((sum, row) => sum + Number(row.End), 0) === 180);
  assert.equal(await page.evaluate(() => window.sameDocument), true);
  assert.match(await page.$eval('.plot svg', svg => svg.ariaLabel ?? svg.getAttribute('aria-label')), /^Records in, now records [0-9.,]+\/s$/);
});

test('a group has its members, what is assigned to each, and its lag, which rises and falls', async () => {
  await view(`#/group?name=${group}`);
  const readers = await rows('Members', rows => rows.length === 2 && rows.every(row => row.Partitions === '3'));
  assert.deepEqual(readers.map(row => row['Client id']).sort(), ['reader-one', 'reader-two']);
  assert.ok(readers.every(row => row['Client host'].includes('127.0.0.1')));
  await until('Lag', '0');
  const assigned = await rows('Partitions', rows => rows.length === partitions);
  assert.deepEqual([...new Set(assigned.map(row => row['Read by']))].sort(), ['reader-one', 'reader-two']);

  members.forEach(member => member.pause([{ topic }]));
  await send(300);
  await until('Lag', '300');
  members.forEach(member => member.resume([{ topic }]));
  await until('Lag', '0');
});

test('a member that leaves is gone from the page, and its partitions are another’s', async () => {
  await members.pop().disconnect();
  await rows('Members', rows => rows.length === 1 && rows[0]['Client id'] === 'reader-one' && rows[0].Partitions === '6');
});

test('topics are found by the filter, and new ones come without a reload', async () => {
  await view('#/topics');
  await page.waitForSelector('input[type=search]');
  await page.keyboard.press('/');
  await page.keyboard.type(`new-${suffix}`);
  await page.waitForFunction(() => document.querySelector('.empty')?.textContent === 'No topic is called so.');
  await admin.createTopics({ topics: [{ topic: `new-${suffix}`, numPartitions: 2 }] });
  const [made] = await rows('Topics', rows => rows.length === 1);
  assert.deepEqual([made.Topic, made.Partitions], [`new-${suffix}`, '2']);
  assert.equal(await page.$eval('input[type=search]', input => input === document.activeElement && input.value), `new-${suffix}`);
});

test('a name is text, whatever is in it, and leads to what it names', async () => {
  await view(`#/groups?filter=${encodeURIComponent(hostile)}`);
  assert.equal((await rows('Groups', rows => rows.length === 1))[0].Group, hostile);
  await page.focus('td a');
  await page.keyboard.press('Enter');
  await page.waitForFunction(name => document.querySelector('h1 bdi')?.textContent === name, {}, hostile);
  assert.equal(await figure('State'), 'Empty');
  assert.equal(await page.$$eval('main img, main script', all => all.length), 0);
});

test('silos show the same, and no tab has seen an error or broken the content security policy', async () => {
  const silo = await open(browser, operations[0]);
  await silo.page.waitForSelector('table');
  assert.deepEqual([...troubles, ...silo.troubles], []);
  await silo.page.close();
});

test('what there is not is said, and so is a process that does not answer, until it does', async () => {
  const other = await open(browser, `${operations.at(-1)}#/topic?name=none-${suffix}`);
  await other.page.waitForFunction(name => document.querySelector('.empty')?.textContent.startsWith(`There is no topic '${name}'.`), {}, `none-${suffix}`);
  await other.page.evaluate(() => { location.hash = '#/'; });
  await other.page.waitForSelector('table');
  await other.page.setOfflineMode(true);
  await other.page.waitForFunction(() => document.querySelector('#trouble').textContent.startsWith('The process does not answer. What is shown is of '));
  assert.ok(await other.page.$('table'));
  await other.page.setOfflineMode(false);
  await other.page.waitForSelector('#state.live');
  assert.equal(await other.page.$eval('#trouble', trouble => trouble.hidden), true);
  await other.page.close();
});
