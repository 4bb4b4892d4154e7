"""Keep and forget runs: which ones matter, what stays of those that go, and what is never counted again."""
