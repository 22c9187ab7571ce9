/** What is said about carrying an application to another channel, in Chinese: the table every other language must match. */

export const joiningZh = {
  /** Names of channels as people know them; others are called as they are. */
  channels: {
    telegram: 'Telegram',
    feishu: '飞书',
    wechat: '微信',
    web: '网页',
    terminal: '终端',
    json: '接口',
  } as Readonly<Record<string, string>>,
  /** `bound`: the digits of the telephone are asked too. */
  code: (code: string, minutes: number, bound: boolean) =>
    bound
      ? `续填码：${code}\n${minutes} 分钟内有效，只能用一次。在另一个渠道和我私聊，发这个码，再加上你填的联系电话后四位，例如：\n继续 ${code} 1234`
      : `续填码：${code}\n${minutes} 分钟内有效，只能用一次。在另一个渠道和我私聊，发：\n继续 ${code}`,
  /** `whole`: nothing need be written there. */
  way: (channel: string, url: string, whole: boolean) =>
    whole ? `${channel}：点开就接上 ${url}` : `${channel}：${url}`,
  keep: '有这个码的人就能看到你填的内容，不要转给别人。',
  noCode: '现在取不了续填码，请稍后再试。',
  joined: '接上了：这里和原来的渠道是同一份申报，在哪边填都一样。',
  joinedFoot: '想分开，发“解除关联”；这里原先的内容都留着，分开后就回来。',
  here: '这里就是这份申报，不用再接。',
  refused: (minutes: number) =>
    `这个续填码不对、用过了，或者过了 ${minutes} 分钟。请在原来的渠道再发“续填码”，用新的码；那边提示要加电话后四位的，请一起发。`,
  limited: (minutes: number) => `错的次数太多了，请过 ${minutes} 分钟再试。`,
  owed: (code: string) => `还要加上申报里填的联系电话后四位。请补全这一句发给我：\n继续 ${code} 后四位`,
  exposed: '续填码请不要发在群里，刚才那个码已经作废。请在原来的渠道取一个新的，到和我的私聊里发。',
  parted: '分开了：这里不再是那份申报，回到这里自己的内容。',
  apart: '这里没有接着别处的申报。想在别的渠道接着填，先发“续填码”；想让别的渠道都断开，发“断开其他渠道”。',
  alone: (parted: number) =>
    parted === 0 ? '没有别的渠道接着这份申报。' : `断开了 ${parted} 个渠道，它们不再看得到这份申报。`,
  /** To the place the person spoke in before. */
  elsewhere: (channel: string) => `你的申报刚在${channel}接上了，两边都能接着填。不是你本人？马上发“断开其他渠道”。`,
};

export type JoiningWords = typeof joiningZh;
