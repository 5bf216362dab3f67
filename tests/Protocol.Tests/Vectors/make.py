#!/usr/bin/env python3
"""Makes codecs.txt and batches.txt: what other implementations write, for the tests to read.

Needs Debian's python3-kafka, python3-lz4, python3-snappy, python3-zstandard, python3-xxhash, and the lz4 and zstd tools. Run in this folder."""
import base64, gzip, struct, subprocess
import lz4.frame, snappy, zstandard
from kafka.record.default_records import DefaultRecordBatchBuilder
from kafka.record.legacy_records import LegacyRecordBatchBuilder


def text(lines):
    """The same as CodecVectors.Text: a text that repeats, then 300 octets that do not."""
    data = b"".join(b"line %d of a text that compresses well\n" % (i % 7) for i in range(lines))
    state, noise = 12345, bytearray()
    for _ in range(300):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        noise.append(state >> 16 & 255)
    return data + bytes(noise)


def tool(*command, data):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def xerial(data, size):
    out = b"\x82SNAPPY\x00" + struct.pack(">ii", 1, 1)
    for at in range(0, len(data), size):
        block = snappy.compress(data[at:at + size])
        out += struct.pack(">i", len(block)) + block
    return out


small, large = text(100), text(5000)
codecs = [
    ("gzip", 100, gzip.compress(small, mtime=0)),
    ("gzip", 5000, gzip.compress(large[:70000], mtime=0) + gzip.compress(large[70000:], mtime=0)),
    ("snappy", 100, snappy.compress(small)),
    ("snappy", 100, xerial(small, 1000)),
    ("snappy", 100, xerial(small, 32768)),
    ("lz4", 100, lz4.frame.compress(small, block_linked=False, store_size=False)),
    ("lz4", 5000, lz4.frame.compress(large, block_size=lz4.frame.BLOCKSIZE_MAX64KB, block_linked=False, store_size=True)),
    ("lz4", 5000, lz4.frame.compress(large, block_size=lz4.frame.BLOCKSIZE_MAX64KB, block_linked=True, store_size=True,
                                     content_checksum=True, block_checksum=True)),
    ("lz4", 5000, tool("lz4", "-c", "-9", "-BD", "-B4", data=large)),
    ("lz4", 5000, tool("lz4", "-c", "-B7", "--content-size", data=large)),
    ("zstd", 5000, tool("zstd", "-c", "-19", data=large)),
    ("zstd", 5000, zstandard.ZstdCompressor().compress(large[:90000]) + zstandard.ZstdCompressor().compress(large[90000:])),
]
with open("codecs.txt", "w") as out:
    for name, lines, blob in codecs:
        out.write("%s %d %s\n" % (name, lines, base64.b64encode(blob).decode()))


def records():
    """The same as in RealBatchTests."""
    yield 1600000000000, None, b"no key", []
    yield 1600000000123, b"key", None, [("header", b"value"), ("empty", b"")]
    for i in range(30):
        yield 1600000000050 + i, b"key %d" % i, b"value %d " % i * 20, []


with open("batches.txt", "w") as out:
    for codec in range(5):
        builder = DefaultRecordBatchBuilder(2, codec, 0, -1, -1, -1, 1 << 20)
        for i, (timestamp, key, value, headers) in enumerate(records()):
            builder.append(i, timestamp, key, value, headers)
        out.write("2 %d %s\n" % (codec, base64.b64encode(bytes(builder.build())).decode()))
    for magic in (0, 1):
        for codec in range(4):
            builder = LegacyRecordBatchBuilder(magic, codec, 1 << 20)
            for i, (timestamp, key, value, headers) in enumerate(records()):
                builder.append(i, timestamp, key, value)
            out.write("%d %d %s\n" % (magic, codec, base64.b64encode(bytes(builder.build())).decode()))
