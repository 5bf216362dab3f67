insert into OrleansQuery (QueryKey, QueryText) values

('GatewaysQueryKey', $$
    select address as "Address", proxy_port as "ProxyPort", generation as "Generation"
    from silo_membership
    where deployment_id = @DeploymentId and status = @Status and proxy_port > 0
$$),

('MembershipReadRowKey', $$
    select v.deployment_id as "DeploymentId", m.address as "Address", m.port as "Port", m.generation as "Generation", m.silo_name as "SiloName",
        m.host_name as "HostName", m.status as "Status", m.proxy_port as "ProxyPort", m.suspect_times as "SuspectTimes",
        m.start_time as "StartTime", m.i_am_alive_time as "IAmAliveTime", v.version as "Version"
    from silo_membership_version v
    left join silo_membership m
        on m.deployment_id = v.deployment_id and m.address = @Address and m.port = @Port and m.generation = @Generation
    where v.deployment_id = @DeploymentId
$$),

('MembershipReadAllKey', $$
    select v.deployment_id as "DeploymentId", m.address as "Address", m.port as "Port", m.generation as "Generation", m.silo_name as "SiloName",
        m.host_name as "HostName", m.status as "Status", m.proxy_port as "ProxyPort", m.suspect_times as "SuspectTimes",
        m.start_time as "StartTime", m.i_am_alive_time as "IAmAliveTime", v.version as "Version"
    from silo_membership_version v
    left join silo_membership m on m.deployment_id = v.deployment_id
    where v.deployment_id = @DeploymentId
$$),

('InsertMembershipVersionKey', $$
    with inserted as (
        insert into silo_membership_version (deployment_id) values (@DeploymentId)
        on conflict do nothing
        returning 1)
    select count(*) > 0 from inserted
$$),

('InsertMembershipKey', $$
    with raised as (
        update silo_membership_version set version = version + 1, changed_at = now()
        where deployment_id = @DeploymentId and version = @Version and not exists (
            select from silo_membership
            where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
        returning 1),
    inserted as (
        insert into silo_membership (
            deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
        select @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        from raised
        returning 1)
    select count(*) > 0 from inserted
$$),

-- The writer may be another silo with an older sign of life than the row has by now.
('UpdateMembershipKey', $$
    with raised as (
        update silo_membership_version set version = version + 1, changed_at = now()
        where deployment_id = @DeploymentId and version = @Version and exists (
            select from silo_membership
            where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
        returning 1),
    updated as (
        update silo_membership set status = @Status, suspect_times = @SuspectTimes,
            i_am_alive_time = greatest(i_am_alive_time, @IAmAliveTime)
        where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
            and exists (select from raised)
        returning 1)
    select count(*) > 0 from updated
$$),

('UpdateIAmAlivetimeKey', $$
    update silo_membership set i_am_alive_time = @IAmAliveTime
    where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$$),

('DeleteMembershipTableEntriesKey', $$
    with silos as (delete from silo_membership where deployment_id = @DeploymentId)
    delete from silo_membership_version where deployment_id = @DeploymentId
$$),

-- Orleans looks for silos that are long dead and names each as it has read it; one that was changed since then stays.
('CleanupDefunctSiloEntryKey', $$
    delete from silo_membership
    where deployment_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation and status = 6
        and start_time = @StartTime and i_am_alive_time = @IAmAliveTime and coalesce(suspect_times, '') = coalesce(@SuspectTimes::text, '')
$$),

-- The same for all of them, where it does not know the statement before.
('CleanupDefunctSiloEntriesKey', $$
    delete from silo_membership
    where deployment_id = @DeploymentId and status = 6 and start_time < @IAmAliveTime and i_am_alive_time < @IAmAliveTime
$$),

('ReadFromStorageKey', $$
    select payload as "PayloadBinary", version as "Version"
    from grain_state
    where service_id = @ServiceId and kind = @GrainTypeString
        and extension = coalesce(@GrainIdExtensionString::text, '') and n0 = @GrainIdN0 and n1 = @GrainIdN1
$$),

('WriteToStorageKey', $$
    with inserted as (
        insert into grain_state (service_id, kind, extension, n0, n1, payload, version)
        select @ServiceId, @GrainTypeString, coalesce(@GrainIdExtensionString::text, ''), @GrainIdN0, @GrainIdN1, @PayloadBinary::bytea, 1
        where @GrainStateVersion::integer is null
        on conflict do nothing
        returning version),
    updated as (
        update grain_state set payload = @PayloadBinary::bytea, version = version + 1, modified_at = now()
        where service_id = @ServiceId and kind = @GrainTypeString
            and extension = coalesce(@GrainIdExtensionString::text, '') and n0 = @GrainIdN0 and n1 = @GrainIdN1
            and version = @GrainStateVersion::integer
        returning version)
    select version as "NewGrainStateVersion" from inserted
    union all
    select version from updated
$$),

('ClearStorageKey', $$
    update grain_state set payload = null, version = version + 1, modified_at = now()
    where service_id = @ServiceId and kind = @GrainTypeString
        and extension = coalesce(@GrainIdExtensionString::text, '') and n0 = @GrainIdN0 and n1 = @GrainIdN1
        and version = @GrainStateVersion::integer
    returning version as "NewGrainStateVersion"
$$),

('DeleteStorageKey', $$
    delete from grain_state
    where service_id = @ServiceId and kind = @GrainTypeString
        and extension = coalesce(@GrainIdExtensionString::text, '') and n0 = @GrainIdN0 and n1 = @GrainIdN1
        and version = @GrainStateVersion::integer
    returning version + 1 as "NewGrainStateVersion"
$$);
