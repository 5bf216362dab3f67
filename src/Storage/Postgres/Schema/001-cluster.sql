-- Who is in the cluster: silos, as Orleans' membership protocol keeps them. The version row orders all changes to a cluster's silos.
create table silo_membership_version (
    deployment_id text primary key,
    version       integer     not null default 0,
    changed_at    timestamptz not null default now()
);

create table silo_membership (
    deployment_id   text        not null,
    address         text        not null,
    port            integer     not null,
    generation      integer     not null,
    silo_name       text        not null,
    host_name       text        not null,
    status          integer     not null,
    proxy_port      integer     not null,
    suspect_times   text,
    start_time      timestamptz not null,
    i_am_alive_time timestamptz not null,
    primary key (deployment_id, address, port, generation)
);

comment on table silo_membership is 'Silos of each cluster. status: 3 active, 4 shutting down, 5 stopping, 6 dead. proxy_port: where gateways connect.';
comment on table silo_membership_version is 'Grows by one with every change to a cluster''s silos.';

-- What actors keep: one row a state. Version is the etag that the next write must name.
create table grain_state (
    service_id  text        not null,
    kind        text        not null,
    extension   text        not null,
    n0          bigint      not null,
    n1          bigint      not null,
    payload     bytea,
    version     integer     not null,
    modified_at timestamptz not null default now(),
    primary key (service_id, kind, extension, n0, n1)
);

comment on table grain_state is 'States of the actors: kind says which, extension holds "/" and the key. The payload is in the service''s own encoding.';

-- Orleans' providers read the statements that they use from here; parameters and columns are known to them by name.
create table OrleansQuery (
    QueryKey  text primary key,
    QueryText text not null
);
