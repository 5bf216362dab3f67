namespace KafkaGateway.Storage.Faults;

/// <summary>What storage was asked for.</summary>
public enum StorageCall
{
    /// <summary>IRecordLogs.OpenAsync</summary>
    OpenLog,

    /// <summary>IRecordLogs.DeleteAsync</summary>
    DeleteLog,

    /// <summary>IRecordLog.AppendAsync</summary>
    Append,

    /// <summary>IRecordLog.FlushAsync</summary>
    Flush,

    /// <summary>IRecordLog.ConfirmAsync</summary>
    Confirm,

    /// <summary>IRecordLog.ReadAsync and the searches by timestamp</summary>
    Read,

    /// <summary>IRecordLog.TrimAsync and ApplyRetentionAsync</summary>
    Trim,

    /// <summary>IRecordLog.SaveSnapshotAsync and LoadSnapshotAsync</summary>
    Snapshot,

    /// <summary>IStateStore.ReadAsync and ListAsync</summary>
    ReadState,

    /// <summary>IStateStore.WriteAsync and DeleteAsync</summary>
    WriteState,

    /// <summary>IOffsetStore.LoadAsync and ListGroupsAsync</summary>
    ReadOffsets,

    /// <summary>IOffsetStore.WriteAsync</summary>
    WriteOffsets,
}
