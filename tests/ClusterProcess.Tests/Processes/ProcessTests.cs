// The tests measure processes, and there are few cores: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
