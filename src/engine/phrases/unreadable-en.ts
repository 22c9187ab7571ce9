/**
 * What could not be read, in English. Channels and the file storage name it in Chinese; words that are not known here stay
 * as they are.
 */

const WORDS: Readonly<Record<string, string>> = {
  贴纸: 'a sticker',
  表情包: 'a sticker',
  动图: 'an animation',
  语音: 'a voice message',
  音频: 'an audio file',
  视频: 'a video',
  视频会议: 'a video meeting',
  名片: 'a contact card',
  个人名片: 'a contact card',
  群名片: 'a group card',
  位置: 'a location',
  投票: 'a poll',
  骰子: 'a die',
  游戏: 'a game',
  动态: 'a story',
  付费内容: 'paid content',
  账单: 'an invoice',
  清单: 'a checklist',
  卡片: 'a card',
  合并转发的消息: 'forwarded messages',
  聊天记录: 'a chat record',
  文件夹: 'a folder',
  红包: 'a red packet',
  任务: 'a task',
  日程: 'a calendar entry',
  小程序: 'a mini program',
  链接卡片: 'a link card',
  图片: 'a picture',
  文件: 'a file',
  这种消息: 'this kind of message',
  图文消息里的图片: 'the pictures of a post',
  '改过的旧消息，已经记下的回答没有变：要改请发“修改”，或照现在的题重新发一条':
    'an edited message; the answer I noted is as it was: send “edit” to change it, or answer the present question anew',
};

const REASONS: Readonly<Record<string, string>> = {
  是空的: 'it is empty',
  内容和类型不符: 'its content is not what its name says',
  飞书不让下载: 'Feishu does not let it be fetched',
  '没有取到，请再发一次': 'it could not be fetched, please send it again',
  '没有传完整，请再发一次': 'it did not arrive whole, please send it again',
};

function reason(said: string): string {
  const size = /^超过 (\d+) MB$/u.exec(said)?.[1];
  return size === undefined ? (REASONS[said] ?? said) : `more than ${size} MB`;
}

/** @param what as a channel names it, such as 贴纸 or “a.pdf”这个文件（是空的） */
export function unreadableEn(what: string): string {
  const file = /^“(.*)”这个文件（(.*)）$/su.exec(what);
  if (file !== null) return `the file “${file[1]}”: ${reason(file[2] ?? '')}`;
  const fetched = /^(?:这个|刚才的)(图片|文件)（(.*)）$/u.exec(what);
  if (fetched !== null) return `${fetched[1] === '图片' ? 'the picture' : 'the file'}: ${reason(fetched[2] ?? '')}`;
  const shared = /^群里的(.+)$/u.exec(what)?.[1];
  if (shared !== undefined) return `${WORDS[shared] ?? shared} sent in a group`;
  return WORDS[what] ?? what;
}
