// Processes are killed, and there are few cores: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
