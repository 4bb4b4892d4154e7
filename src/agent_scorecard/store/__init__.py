"""The database: tables, engine, the only selects, and the chained ledger."""
