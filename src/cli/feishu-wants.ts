/** What the assistant needs of a Feishu app: permissions, events, callbacks. Asks for nothing itself. */

export const SCOPES = [
  'im:message',
  'im:message:send_as_bot',
  'im:message.group_at_msg:readonly',
  'im:message.p2p_msg:readonly',
  'im:resource',
  'im:chat:readonly',
] as const;
export const EVENTS = ['im.message.receive_v1', 'application.bot.menu_v6'] as const;
export const CALLBACKS = ['card.action.trigger'] as const;
