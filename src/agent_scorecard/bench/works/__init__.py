"""The works that are measured, each run in a process of its own by `bench.work`."""
