/** What the machine says first, unasked, in Chinese: reminders and what belongs to them. Every other language must match. */

export const reminderZh = {
  /** Nothing can be stored just now. */
  away: '系统正在恢复，刚才这条我会在恢复后接着处理，不用重发；之前填的都在。',
  /** `name`: title of the case, or the list. */
  unfinished: (name: string, left: number) => `你申报的${name}还没有填完，约剩 ${left} 题。`,
  allAnswered: (name: string) => `你申报的${name}都答完了，只差核对和提交。`,
  title: (title: string) => `“${title}”`,
  list: (name: string) => `【${name}】`,
  deadline: (deadline: string) => `截止时间：${deadline}。`,
  others: (n: number) => `另外还有 ${n} 份没有填完，发“我的申报”看看。`,
  /** Another draft than the one in hand. */
  goTo: (n: number) => `发“草稿 ${n}”接着填。`,
  expiry: (until: string) => `到 ${until} 还没有接着填，这份草稿就会自动删除，无法恢复。要留着，回任意一句话就行。`,
  stop: '不想再收到提醒，回“别再提醒我”。',
  muted: '好，不再提醒你。草稿还在，随时发“继续”接着填；想要提醒了发“可以提醒我”。',
  /** `days`: how long drafts are kept. */
  mutedUntil: (days: number) => `注意：停笔满 ${days} 天的草稿会自动删除，到时不再另行通知。`,
  unmuted: '好，有没填完的申报，我会在私聊里提醒你。不想要了回“别再提醒我”。',
  /** Somebody writing a long answer fell silent. */
  pausedText: (have: number) => `已收到 ${have} 字，写完请回复“好了”，还要写就继续发。`,
  pausedRows: (rows: number) => `已收到 ${rows} 行，填完请回复“好了”，还有就继续发。`,
  pausedFiles: (files: number) => `已收到 ${files} 个文件，发完请回复“已发完”，还有就继续发。`,
};

export type ReminderWords = typeof reminderZh;
