// kafkajs as a client program; see ../README.md for the commands.
import zlib from 'node:zlib'
import { deferred, event, main, need, packageJson, readRecords, record, stopped } from '../lib/client-common.mjs'

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1'
const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = need('kafkajs')
const { lz4Compress, lz4Decompress } = need('@platformatic/wasm-utils')

// kafkajs itself knows gzip only; the others are plugged in as its documentation describes.
CompressionCodecs[CompressionTypes.Snappy] = need('kafkajs-snappy')
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async encoder => lz4Compress(encoder.buffer),
  decompress: async buffer => lz4Decompress(buffer),
})
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async encoder => zlib.zstdCompressSync(encoder.buffer),
  decompress: async buffer => zlib.zstdDecompressSync(buffer),
})
const types = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 }

const connect = bootstrap => new Kafka({ clientId: 'kafkajs-test', brokers: bootstrap.split(','), logLevel: logLevel.WARN, retry: { retries: 8 } })

function about () {
  event({
    version: `kafkajs ${packageJson('kafkajs').version} node ${process.versions.node}`,
    codecs: Object.keys(types),
    can: ['headers', 'reads_headers', 'empty_header_value', 'timestamps', 'reads_timestamps', 'null_key', 'null_value', 'null_key_and_value',
      'empty_key', 'empty_value', 'idempotent', 'transaction', 'group', 'range'],
  })
}

async function topic (bootstrap, name, partitions) {
  const admin = connect(bootstrap).admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: name, numPartitions: Number(partitions), replicationFactor: 1 }], waitForLeaders: true })
  await admin.disconnect()
}

async function produce (bootstrap, topic, codec, mode) {
  const transactional = mode === 'commit' || mode === 'abort'
  const producer = connect(bootstrap).producer({
    idempotent: mode !== 'plain', maxInFlightRequests: mode === 'plain' ? null : 1, ...(transactional && { transactionalId: 'tx-' + topic }),
  })
  await producer.connect()
  const messages = readRecords().map(r => ({
    key: r.key, value: r.value, partition: r.partition, headers: Object.fromEntries(r.headers),
    ...(r.timestamp !== undefined && { timestamp: String(r.timestamp) }),
  }))
  const to = transactional ? await producer.transaction() : producer
  for (let i = 0; i < messages.length; i += 100) {
    await to.send({ topic, messages: messages.slice(i, i + 100), acks: -1, compression: types[codec] })
  }
  if (mode === 'commit') await to.commit()
  if (mode === 'abort') await to.abort()
  await producer.disconnect()
}

const headersOf = message => Object.entries(message.headers ?? {}).flatMap(([n, v]) => (Array.isArray(v) ? v : [v]).map(x => [n, x]))

async function consume (bootstrap, topic) {
  const kafka = connect(bootstrap)
  const admin = kafka.admin()
  await admin.connect()
  const ends = new Map((await admin.fetchTopicOffsets(topic)).map(x => [x.partition, Number(x.high)]))
  await admin.disconnect()
  // kafkajs reads in a group only: a group of its own that commits nothing.
  const consumer = kafka.consumer({ groupId: 'read-' + topic + '-' + process.pid, maxBytesPerPartition: 5000000 })
  const done = deferred()
  consumer.on(consumer.events.CRASH, e => done.reject(e.payload.error))
  const check = () => { if ([...ends.values()].every(x => x <= 0)) done.resolve() }
  const close = (partition, next) => { if (next >= ends.get(partition)) { ends.set(partition, 0); check() } }
  check()
  // Also told of batches in which nothing was left to read (control records, aborted transactions).
  consumer.on(consumer.events.END_BATCH_PROCESS, e => close(e.payload.partition, Number(e.payload.lastOffset) + 1))
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ partition, message }) => {
      record(partition, message.offset, message.key, message.value, headersOf(message), message.timestamp)
      close(partition, Number(message.offset) + 1)
    },
  })
  await done.promise
  await consumer.disconnect()
}

async function member (bootstrap, topic, groupId, protocol, count = '0') {
  const limit = Number(count)
  const consumer = connect(bootstrap).consumer({ groupId, sessionTimeout: 6000, heartbeatInterval: 500, rebalanceTimeout: 10000, maxWaitTimeInMs: 500 })
  const failed = deferred()
  const full = deferred()
  consumer.on(consumer.events.CRASH, e => { if (!e.payload.restart) failed.reject(e.payload.error) })
  consumer.on(consumer.events.REBALANCING, () => event({ e: 'assigned', p: [] }))
  consumer.on(consumer.events.GROUP_JOIN, e => event({ e: 'assigned', p: e.payload.memberAssignment[topic] ?? [] }))
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  let seen = 0
  const next = new Map()
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, resolveOffset, isStale, isRunning, heartbeat }) => {
      for (const m of batch.messages) {
        if (isStale() || !isRunning() || (limit && seen === limit)) break
        event({ e: 'rec', p: batch.partition, o: Number(m.offset), v: m.value.toString() })
        next.set(batch.partition, String(Number(m.offset) + 1))
        seen++
        resolveOffset(m.offset)
        if (!limit) {
          // Record by record, so that nothing is read again when a rebalance comes between.
          await consumer.commitOffsets([{ topic, partition: batch.partition, offset: next.get(batch.partition) }])
        }
      }
      if (limit && seen === limit) full.resolve()
      await heartbeat()
    },
  })
  await Promise.race([stopped, full.promise, failed.promise])
  if (limit) {
    await consumer.commitOffsets([...next].map(([partition, offset]) => ({ topic, partition, offset })))
    event({ e: 'committed', offsets: Object.fromEntries([...next].map(([p, o]) => [p, Number(o)])) })
  }
  await consumer.disconnect()
}

await main({ about, topic, produce, consume, member })
