-- Committed offsets. Rows change often and in place, so pages keep room for their next versions.
create table committed_offset (
    group_id         text        not null,
    topic            text        not null,
    partition        integer     not null,
    committed_offset bigint      not null,
    leader_epoch     integer     not null,
    metadata         text        not null,
    commit_time      timestamptz not null,
    expire_time      timestamptz,
    primary key (group_id, topic, partition)
) with (fillfactor = 70);

create index committed_offset_by_topic on committed_offset (topic);

comment on table committed_offset is 'The next offset that each consumer group wants to read of each partition.';
comment on column committed_offset.committed_offset is 'The offset of the next record to read.';
comment on column committed_offset.leader_epoch is 'The leader epoch of the last record consumed, -1 unknown.';
comment on column committed_offset.metadata is 'What the client attached.';
comment on column committed_offset.expire_time is 'When it expires where the client asked for a time of its own; otherwise offsets.retention.minutes decides.';

-- Who may commit: the coordinator with the highest epoch. Every commit locks its group's row here.
create table group_owner (
    group_id    text    primary key,
    owner_epoch bigint  not null,
    fence       integer not null
) with (fillfactor = 70);

comment on table group_owner is 'The epoch of the coordinator that owns each group''s offsets; commits of earlier ones are refused.';
comment on column group_owner.fence is 'Raised by the owner when the outcome of a commit is unknown, so that it cannot come about later.';

-- How far each partition reaches, told by its owner every few seconds while it changes.
create table partition_watermark (
    topic            text        not null,
    partition        integer     not null,
    topic_id         uuid        not null,
    log_start_offset bigint      not null,
    high_watermark   bigint      not null,
    measured_at      timestamptz not null,
    primary key (topic, partition)
) with (fillfactor = 70);

comment on table partition_watermark is 'Where each partition begins and ends, as of measured_at.';

create view consumer_lag as
select
    o.group_id,
    o.topic,
    o.partition,
    o.committed_offset,
    w.high_watermark,
    case when w.high_watermark is not null then greatest(w.high_watermark - greatest(o.committed_offset, 0), 0) end as lag,
    o.commit_time,
    w.measured_at
from committed_offset o
left join partition_watermark w using (topic, partition);

comment on view consumer_lag is 'How many records each group is behind in each partition; lag is null where nobody has told how far the partition reaches.';
