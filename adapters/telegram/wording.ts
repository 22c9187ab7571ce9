/** What the adapter itself says on buttons, toasts and below a tapped question, in Chinese and English. Decides nothing. */

interface Wording {
  readonly done: string;
  readonly goPrivate: string;
  readonly nothingChosen: string;
  readonly notYours: string;
  readonly already: string;
  readonly tapped: (labels: string) => string;
}

const ZH: Wording = {
  done: '完成',
  goPrivate: '去私聊继续',
  nothingChosen: '还没有选：先点选项，再点“完成”。',
  notYours: '这是给别人的题。想填自己的，请 @我 或私聊我。',
  already: '收到了。',
  tapped: (labels) => `你点了：${labels}`,
};

const EN: Wording = {
  done: 'Done',
  goPrivate: 'Go on in private',
  nothingChosen: 'Nothing chosen yet: tap the options, then “Done”.',
  notYours: 'This question is for somebody else. Mention me or write to me for your own.',
  already: 'Got it.',
  tapped: (labels) => `You tapped: ${labels}`,
};

/** The wording for a text: Chinese unless it holds no Chinese character at all. */
export function wordingFor(text: string): Wording {
  return text === '' || /\p{Script=Han}/u.test(text) ? ZH : EN;
}
