// A PostgreSQL of our own, with fsync on, in a folder that goes away.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function startPostgresql() {
  const folder = mkdtempSync(join(tmpdir(), 'hetang-bench-pg-'));
  const bin = execFileSync('sh', ['-c', 'ls -d /usr/lib/postgresql/*/bin | tail -1'], {
    encoding: 'utf8',
  }).trim();
  const asPostgres = (command) =>
    execFileSync('runuser', ['-u', 'postgres', '--', 'sh', '-c', command]);
  execFileSync('chown', ['postgres', folder]);
  asPostgres(`${bin}/initdb -D ${folder}/data -A trust -E UTF8 --locale=C.UTF-8`);
  const port = 20_000 + (process.pid % 20_000);
  const settings = [
    `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`,
    '-c shared_buffers=512MB -c max_connections=100',
  ].join(' ');
  asPostgres(`${bin}/pg_ctl -D ${folder}/data -w -l ${folder}/log -o "${settings}" start`);
  asPostgres(`${bin}/createdb -h ${folder} -p ${port} centre`);
  return {
    address: `postgresql://postgres@127.0.0.1:${port}/centre`,
    host: folder,
    port,
    end() {
      asPostgres(`${bin}/pg_ctl -D ${folder}/data -m immediate stop`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
