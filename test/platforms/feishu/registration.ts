/**
 * Feishu's registration of apps by a scanned code (RFC 8628) over TLS on a port of this machine, as the SDK asks for it.
 * The certificate is for tests and trusted by nobody else.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const folder = new URL('../tls/', import.meta.url);

/** For NODE_EXTRA_CA_CERTS. */
export const AUTHORITY = fileURLToPath(new URL('localhost.pem', folder));

export type Scan = 'agreed' | 'agreed on Lark' | 'declined' | 'expired';

export interface Registration {
  /** Host and port, as `--accounts` takes them. */
  readonly host: string;
  /** What was asked, as forms. */
  readonly forms: readonly Readonly<Record<string, string>>[];
  close(): Promise<void>;
}

const ANSWERS: Readonly<Record<Scan, readonly [status: number, body: unknown]>> = {
  agreed: [200, { client_id: 'cli_0123456789abcdef', client_secret: 'scanned-secret', user_info: { open_id: 'ou_1' } }],
  'agreed on Lark': [
    200,
    { client_id: 'cli_0123456789abcdef', client_secret: 'scanned-secret', user_info: { tenant_brand: 'lark' } },
  ],
  declined: [400, { error: 'access_denied', error_description: 'declined' }],
  expired: [400, { error: 'expired_token', error_description: 'too late' }],
};

/** The first poll finds that nobody has scanned yet. */
export async function openRegistration(scan: Scan): Promise<Registration> {
  const forms: Record<string, string>[] = [];
  let polls = 0;
  const server = createServer(
    { key: readFileSync(new URL('localhost.key', folder)), cert: readFileSync(new URL('localhost.pem', folder)) },
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
      forms.push(form);
      const say = (status: number, body: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      if (request.url !== '/oauth/v1/app/registration') return say(404, {});
      if (form.action === 'begin')
        return say(200, {
          device_code: 'device',
          verification_uri_complete: 'https://open.example.cn/page/launcher?user_code=ABCD',
          expires_in: 600,
          interval: 0.05,
        });
      polls += 1;
      if (polls === 1) return say(400, { error: 'authorization_pending' });
      const [status, body] = ANSWERS[scan];
      return say(status, body);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `localhost:${(server.address() as AddressInfo).port}`,
    forms,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
