/** What a client of Feishu shows after a tap: a toast, and the card as it is from then on. */
import { z } from 'zod';
import type { Ack } from '../feishu-server.ts';

const tapAnswer = z.object({
  toast: z.object({ type: z.string(), content: z.string() }),
  card: z.object({ type: z.string(), data: z.unknown() }).optional(),
});
/** Throws when the tap was not answered: a client would show an error. */
export const toTap = (ack: Ack | undefined): z.infer<typeof tapAnswer> => tapAnswer.parse(ack?.answer);
