// What the tests and the screenshots work with: Chromium with credentials, and Kafka with clients on it.

import { Kafka, logLevel } from 'kafkajs';
import puppeteer from 'puppeteer-core';

export const PATIENCE_MS = 20_000;

export const urls = process.env.PAGE_URLS.split(' ');
export const operations = urls.map(url => new URL('operations/', url).href);
export const credentials = { username: process.env.KAFKA_GATEWAY_OPERATIONS_USER, password: process.env.KAFKA_GATEWAY_OPERATIONS_PASSWORD };
export const authorization = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;

export const kafka = clientId => new Kafka({ clientId, brokers: process.env.BOOTSTRAP.split(','), logLevel: logLevel.NOTHING });

export const launch = () => puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });

// A tab that is let in, and notes what goes wrong in it.
export async function open(browser, url) {
  const page = await browser.newPage();
  const troubles = [];
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('console', message => { if (['error', 'warn'].includes(message.type())) troubles.push(`${message.type()}: ${message.text()}`); });
  page.on('pageerror', failure => troubles.push(`exception: ${failure.message}`));
  page.on('dialog', dialog => { troubles.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', request => { if (!request.url().startsWith(new URL(url).origin)) troubles.push(`loads ${request.url()}`); });
  await page.evaluateOnNewDocument(() => document.addEventListener('securitypolicyviolation', violation => console.error(`CSP: ${violation.violatedDirective}`)));
  await page.setExtraHTTPHeaders({ Authorization: authorization });
  await page.goto(url);
  return { page, troubles };
}

// A member of a group that reads topics until it is told to stop.
export async function join(clientId, groupId, topics, eachMessage = async () => {}) {
  const consumer = kafka(clientId).consumer({ groupId, heartbeatInterval: 1_000, maxWaitTimeInMs: 500, retry: { retries: 20 } });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({ autoCommitInterval: 500, eachMessage });
  return consumer;
}
