// @platformatic/kafka as a client program; see ../README.md for the commands.
import { deferred, event, main, need, packageJson, readRecords, record, stopped } from '../lib/client-common.mjs'

const { Admin, Producer, Consumer, MessagesStreamModes, MessagesStreamFallbackModes } = need('@platformatic/kafka')

const options = bootstrap => ({ clientId: 'platformatic-test', bootstrapBrokers: bootstrap.split(','), retries: 8, retryDelay: 250, strict: true })

function about () {
  event({
    version: `@platformatic/kafka ${packageJson('@platformatic/kafka').version} node ${process.versions.node}`,
    codecs: ['none', 'gzip', 'snappy', 'lz4', 'zstd'],
    can: ['headers', 'reads_headers', 'null_header_value', 'empty_header_value', 'repeated_header', 'timestamps', 'reads_timestamps',
      'null_key', 'null_value', 'null_key_and_value', 'empty_key', 'empty_value', 'idempotent', 'transaction', 'group', 'range', 'cooperative-sticky', 'consumer'],
  })
}

async function topic (bootstrap, name, partitions) {
  const admin = new Admin(options(bootstrap))
  await admin.createTopics({ topics: [name], partitions: Number(partitions), replicas: 1 })
  await admin.close()
}

async function produce (bootstrap, topic, codec, mode) {
  const transactional = mode === 'commit' || mode === 'abort'
  // It asks for producer id 0, epoch 0 (and not -1, -1), which a broker may only grant to a transactional id that it does not know yet.
  const transactionalId = `tx-${topic}-${process.pid}`
  const producer = new Producer({
    ...options(bootstrap), idempotent: mode !== 'plain', ...(transactional && { transactionalId })
  })
  const messages = readRecords().map(r => ({
    topic, key: r.key, value: r.value, partition: r.partition, headers: new Map(r.headers.map(([n, v]) => [Buffer.from(n), v])),
    ...(r.timestamp !== undefined && { timestamp: BigInt(r.timestamp) }),
  }))
  const to = transactional ? await producer.beginTransaction() : producer
  for (let i = 0; i < messages.length; i += 100) {
    await to.send({ messages: messages.slice(i, i + 100), acks: -1, compression: codec })
  }
  if (mode === 'commit') await to.commit()
  if (mode === 'abort') await to.abort()
  await producer.close()
}

async function consume (bootstrap, topic) {
  const consumer = new Consumer({ ...options(bootstrap), groupId: 'read-' + topic + '-' + process.pid, autocommit: false, isolationLevel: 1 })
  const ends = (await consumer.listOffsets({ topics: [topic], timestamp: -1n })).get(topic)
  const stream = await consumer.consume({ topics: [topic], mode: MessagesStreamModes.EARLIEST, autocommit: false, maxWaitTime: 100 })
  const done = deferred()
  stream.on('error', done.reject)
  stream.on('close', done.resolve)
  const check = () => {
    // Where it fetches next, so that it also gets past records it must not see.
    if (ends.every((end, p) => (stream.offsetsToFetch.get(`${topic}:${p}`) ?? 0n) >= end)) stream.close()
  }
  stream.on('fetch', check)
  stream.on('data', m => record(m.partition, m.offset, m.key, m.value, m.headerEntries.map(([n, v]) => [n.toString(), v]), m.timestamp))
  await done.promise
  await consumer.close(true)
}

async function member (bootstrap, topic, groupId, protocol, count = '0') {
  const limit = Number(count)
  const consumer = new Consumer({
    ...options(bootstrap), groupId, autocommit: false,
    ...(protocol === 'consumer'
      ? { groupProtocol: 'consumer' }
      : { sessionTimeout: 6000, heartbeatInterval: 500, rebalanceTimeout: 10000 }),
    ...(protocol === 'cooperative-sticky' && { protocols: [{ name: 'cooperative-sticky', version: 1 }] }),
  })
  let last
  const tell = list => {
    const p = (list ?? []).filter(a => a.topic === topic).flatMap(a => a.partitions).sort((a, b) => a - b)
    if (String(p) !== last) event({ e: 'assigned', p })
    last = String(p)
  }
  const failed = deferred()
  consumer.on('consumer:group:join', () => tell(consumer.assignments))
  consumer.on('consumer:group:rebalance', () => tell(protocol === 'range' ? [] : consumer.assignments))
  consumer.on('consumer:heartbeat:end', () => tell(consumer.assignments))
  const stream = await consumer.consume({
    topics: [topic], mode: MessagesStreamModes.COMMITTED, fallbackMode: MessagesStreamFallbackModes.EARLIEST, autocommit: false, maxWaitTime: 200,
  })
  tell(consumer.assignments)
  stream.on('error', failed.reject)
  let seen = 0
  const next = new Map()
  const pending = new Map()
  const commitPending = async () => {
    // A commit between two generations fails; what stays owned is committed in the next one.
    const owned = new Set((consumer.assignments ?? []).filter(a => a.topic === topic).flatMap(a => a.partitions))
    for (const p of [...pending.keys()]) if (!owned.has(p)) pending.delete(p)
    const offsets = [...pending.values()]
    if (!offsets.length) return
    try {
      await consumer.commit({ offsets })
      for (const o of offsets) if (pending.get(o.partition) === o) pending.delete(o.partition)
    } catch (e) {
      console.error(e.message)
    }
  }
  consumer.on('consumer:group:join', commitPending)
  const read = async () => {
    for await (const m of stream) {
      event({ e: 'rec', p: m.partition, o: Number(m.offset), v: m.value.toString() })
      const offset = { topic, partition: m.partition, offset: m.offset + 1n, leaderEpoch: m.leaderEpoch }
      next.set(m.partition, offset)
      seen++
      if (limit && seen === limit) return
      if (!limit) {
        pending.set(m.partition, offset)
        await commitPending()
      }
    }
  }
  const reading = read()
  reading.catch(failed.reject)
  await Promise.race([stopped, limit ? reading : failed.promise, failed.promise])
  if (limit) {
    await consumer.commit({ offsets: [...next.values()] })
    const stored = await consumer.listCommittedOffsets({ topics: [{ topic, partitions: [...next.keys()] }] })
    const offsets = stored.get(topic)
    // An array with a place for each partition index, whichever were asked for.
    event({ e: 'committed', offsets: Object.fromEntries([...next.keys()].map(p => [p, Number(offsets[p])])) })
  }
  await stream.close()
  await consumer.close(true)
}

await main({ about, topic, produce, consume, member })
