\set password `cat /run/secrets/app_password`
SELECT 'CREATE ROLE board_app LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'board_app') \gexec
SELECT format('ALTER ROLE board_app PASSWORD %L', :'password') \gexec
