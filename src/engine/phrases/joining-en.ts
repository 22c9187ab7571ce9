/** What is said about carrying an application to another channel, in English. */
import type { JoiningWords } from './joining-zh.ts';

export const joiningEn: JoiningWords = {
  channels: {
    telegram: 'Telegram',
    feishu: 'Feishu',
    wechat: 'WeChat',
    web: 'the web page',
    terminal: 'the terminal',
    json: 'the API',
  },
  code: (code, minutes, bound) =>
    bound
      ? `Resume code: ${code}\nGood for ${minutes} minutes, once. Write it to me in private on the other channel, with the last four digits of the telephone number you gave, like this:\nresume ${code} 1234`
      : `Resume code: ${code}\nGood for ${minutes} minutes, once. Write to me in private on the other channel:\nresume ${code}`,
  way: (channel, url, whole) => (whole ? `${channel}, by opening this: ${url}` : `${channel}: ${url}`),
  keep: 'Whoever has this code sees what you filled in: give it to nobody.',
  noCode: 'There is no resume code to be had just now; please try again later.',
  joined: 'Joined: this is the same application as on the other channel, go on wherever you like.',
  joinedFoot: 'To part them write “unlink”; what you had here before is kept and comes back then.',
  here: 'This is that application already.',
  refused: (minutes) =>
    `This resume code is wrong, used, or older than ${minutes} minutes. Write “resume code” on the other channel for a new one; if it asks for the last four digits of a telephone number, send them along.`,
  limited: (minutes) => `Too many wrong codes; please try again in ${minutes} minutes.`,
  owed: (code) =>
    `The last four digits of the telephone number in the application are needed too. Complete this line and send it:\nresume ${code} last-four-digits`,
  exposed:
    'Please never write a resume code in a group: that one is void now. Get a new one on the other channel and send it to me in private.',
  parted: 'Parted: this is no longer that application, but what you had here before.',
  apart:
    'Nothing from elsewhere is joined here. To go on elsewhere write “resume code”; to cut off all other channels write “disconnect others”.',
  alone: (parted) =>
    parted === 0
      ? 'No other channel is joined to this application.'
      : `${parted} ${parted === 1 ? 'channel was' : 'channels were'} cut off and can no longer see this application.`,
  elsewhere: (channel) =>
    `Your application was just joined on ${channel}; you can go on in either place. That was not you? Write “disconnect others” at once.`,
};
