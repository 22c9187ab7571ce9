/** What the machine says in groups only, in Chinese: the table every other language must match. No rules here. */

export const groupZh = {
  toldAbove: (topic: string) => `“${topic}”刚在群里答过，往上翻一点就是；想再看一遍，私聊问我。`,
  crowded: '群里这会儿消息多，我先少说两句：到和我的私聊里发“继续”，接着办。',
  handover: '这一步涉及个人信息，请到和我的私聊里继续：私聊发“继续”就行。',
};

export type GroupWords = typeof groupZh;
