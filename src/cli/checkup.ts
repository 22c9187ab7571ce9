/** Looks at everything the program stands on and says what it found. Repairs nothing and creates nothing. */
import { accessSync, closeSync, constants, openSync, readSync, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import type { Call } from '../flow/call.ts';
import { FILE } from '../store/sqlite.ts';
import { channelCheckup } from './channel-checkup.ts';
import type { Finding, Said } from './finding.ts';
import { fault, ok } from './finding.ts';
import { isHalfMoved } from './half-moved.ts';
import { openStore } from './machine.ts';
import { configuredCall, settings } from './setup.ts';

/** First Node that runs this program, as shenbao.mjs demands. */
const FLOOR = [24, 15] as const;
const SPARE = 200 * 1024 * 1024;
const EVERYBODY = Number.MAX_SAFE_INTEGER;

/** All findings, in the order of what stands on what. */
export async function checkup(): Promise<Finding[]> {
  const found: Finding[] = [];
  const look = async <T>(name: string, examine: () => Promise<readonly [Said, T]> | readonly [Said, T]) => {
    try {
      const [said, result] = await examine();
      found.push({ name, ...said });
      return result;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      found.push({ name, state: 'fault', zh: message, en: message });
      return undefined;
    }
  };
  await look('node', () => [node(), undefined]);
  const config = await look('settings', () => {
    const read = settings();
    return [ok('设置有效', 'the settings are valid'), read];
  });
  if (config === undefined) return found;
  const call = await look('call', () => {
    const loaded = configuredCall(config);
    return [callWords(loaded), loaded];
  });
  if (call !== undefined) await look('organizer', () => [organizer(call), undefined]);
  await look('folder', () => [folder(config), undefined]);
  if (config.store.redisUrl === undefined) await look('store', async () => [await store(config), undefined]);
  else {
    // Its client is loaded only where there is a Redis.
    const more = await look('store', async () => (await import('./redis-checkup.ts')).redisCheckup(config));
    found.push(...(more ?? []));
  }
  await look('clock', () => [clock(call), undefined]);
  await look('channels', () => [channels(config), undefined]);
  found.push(...(await channelCheckup(config)));
  return found;
}

function node(): Said {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const recent = major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1]);
  const at = `Node ${process.versions.node}, ${process.platform}-${process.arch}`;
  return recent
    ? ok(at, at)
    : { state: 'fault', zh: `${at}，需要 ≥ ${FLOOR.join('.')}`, en: `${at}; ≥ ${FLOOR.join('.')} is needed` };
}

function callWords(call: Call): Said {
  const { lists, clauses, steps } = call;
  const hash = call.hash.slice(0, 12);
  return ok(
    `${call.title.zh}：${lists.length} 个榜单，${steps.length} 题，${clauses.size} 条细则，版本 ${hash}`,
    `${call.id}: ${lists.length} lists, ${steps.length} steps, ${clauses.size} clauses, hash ${hash}`,
  );
}

function organizer(call: Call): Said {
  const unset = Object.entries(call.organizer).flatMap(([name, fact]) => (fact === undefined ? [name] : []));
  if (unset.length === 0) return ok('组委会信息都填了', 'every fact of the organizer is set');
  const names = unset.map((name) => name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)).join(', ');
  return {
    state: 'note',
    zh: `call.yaml 里还没填（问到时答“以主办方通知为准”）：${names}`,
    en: `unset in call.yaml (applicants are referred to the organizer): ${names}`,
  };
}

/** The path itself, or the nearest folder above it that is there. */
function present(path: string): string {
  const above = dirname(path);
  return above === path || statSync(path, { throwIfNoEntry: false }) !== undefined ? path : present(above);
}

function folder(config: Config): Said {
  const path = config.store.dataDir;
  const ground = present(resolve(path));
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!statSync(ground).isDirectory())
    return { state: 'fault', zh: `${ground} 不是文件夹，请改 DATA_DIR`, en: `${ground} is no folder; change DATA_DIR` };
  accessSync(ground, constants.R_OK | constants.W_OK | constants.X_OK);
  // A file system nothing can be stored in, such as /proc, has no room either.
  const { bavail, bsize } = statfsSync(ground);
  if (bavail * bsize < SPARE) {
    const left = Math.floor((bavail * bsize) / (1024 * 1024));
    return { state: 'fault', zh: `${ground} 只剩 ${left} MB`, en: `${ground} has only ${left} MB left` };
  }
  if (stat === undefined) return ok(`${path} 会在第一次启动时建立`, `${path} is made at the first start`);
  if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    const mode = (stat.mode & 0o777).toString(8);
    return {
      state: 'note',
      zh: `${path} 别的用户也能看（权限 ${mode}），建议 chmod 700`,
      en: `${path} is open to other users (mode ${mode}); chmod 700 is advised`,
    };
  }
  return ok(`${path} 可写`, `${path} is writable`);
}

/** The journal mode as the file's header tells it (bytes 18 and 19 are 2 under WAL: SQLite file format, 1.3.3). */
function isWal(path: string): boolean {
  const header = Buffer.alloc(20);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  return header[18] === 2 && header[19] === 2;
}

async function store(config: Config): Promise<Said> {
  const path = join(config.store.dataDir, FILE);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined)
    return ok(`${path} 还没有，第一次启动时建立`, `${path}: not there yet, made at the first start`);
  const open = await openStore(config);
  try {
    if (await isHalfMoved(open)) {
      return fault(
        `${path}：记录只搬来了一部分，再运行一次 migrate 会接着搬完`,
        `${path}: filled only in part; run migrate again, it goes on where it stopped`,
      );
    }
    const sessions = (await open.sessions(EVERYBODY)).length;
    const submitted = (await open.submissions()).length;
    const size = `${Math.ceil(stat.size / 1024)} KB`;
    const mode = isWal(path) ? 'WAL' : '!WAL';
    return {
      state: mode === 'WAL' ? 'ok' : 'fault',
      zh: `${path}：${size}，${mode}，${sessions} 个会话，${submitted} 份申报`,
      en: `${path}: ${size}, ${mode}, ${sessions} sessions, ${submitted} submissions`,
    };
  } finally {
    await open.close();
  }
}

function clock(call: Call | undefined): Said {
  const now = new Date();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const there = call?.timezone ?? zone;
  const text = `${now.toISOString()}, ${zone}; ${there} ${now.toLocaleString('sv-SE', { timeZone: there })}`;
  if (now.getUTCFullYear() >= (call?.year ?? 2025) && now.getUTCFullYear() < 2100) return ok(text, text);
  return { state: 'fault', zh: `时钟不对：${text}`, en: `the clock is wrong: ${text}` };
}

function channels(config: Config): Said {
  const named = config.channels.join(', ');
  return ok(`会打开：${named}`, `to open: ${named}`);
}
