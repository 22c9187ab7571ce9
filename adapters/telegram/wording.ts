/** What the adapter itself says on buttons, toasts and below a tapped question, in Chinese and English. Decides nothing. */

interface Wording {
  readonly done: string;
  readonly goPrivate: string;
  readonly nothingChosen: string;
  readonly notYours: string;
  readonly already: string;
  readonly tooOld: string;
  readonly tapped: (labels: string) => string;
}

const ZH: Wording = {
  done: '完成',
  goPrivate: '去私聊继续',
  nothingChosen: '还没有选：先点选项，再点“完成”。',
  notYours: '这是给别人的题。想填自己的，请 @我 或私聊我。',
  already: '收到了。',
  tooOld: '这条消息太旧了，按钮用不了。发“继续”，我再问一遍。',
  tapped: (labels) => `你点了：${labels}`,
};

const EN: Wording = {
  done: 'Done',
  goPrivate: 'Go on in private',
  nothingChosen: 'Nothing chosen yet: tap the options, then “Done”.',
  notYours: 'This question is for somebody else. Mention me or write to me for your own.',
  already: 'Got it.',
  tooOld: 'This message is too old for its buttons. Send “continue” and I will ask again.',
  tapped: (labels) => `You tapped: ${labels}`,
};

/**
 * The wording for a text, by its first line: English where Latin letters far outnumber Chinese characters (clauses are
 * quoted in Chinese in either language, names stay as they are).
 */
export function wordingFor(text: string): Wording {
  const line = text.split('\n').find((one) => /\p{L}/u.test(one)) ?? '';
  const chinese = line.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = line.match(/[a-z]/giu)?.length ?? 0;
  return latin > chinese * 2 ? EN : ZH;
}
