/** Writes .env.example at the project's root. Run by `npm run env:example`; takes no arguments. */
import { writeFileSync } from 'node:fs';
import { envExample } from './env-example.ts';

writeFileSync(new URL('../../.env.example', import.meta.url), envExample());
