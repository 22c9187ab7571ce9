/** Words found in a text with how they were meant: said, denied (没有用区块链) or only planned (计划引入大模型). */
import type { Find } from './finder.ts';
import type { Passage } from './passage.ts';
import { holding } from './passage.ts';

export interface Mention extends Find {
  /** Indexes into the parts and sentences of the passage. */
  readonly part: number;
  readonly sentence: number;
  readonly state: 'said' | 'denied' | 'planned';
}

/** A denial at most a few characters before the word; 的 ends its reach (没有抵押的科技企业 denies no company). */
const DENIED_BEFORE =
  /(?:不(?!仅|但|只|光|单|错|良|限|管|动产|断|同|到|出|足|超|低|高|少|再|看|论|可用|可见|碰|见面|用见面|跑|收|抵押|用抵押|用担保|需要?抵押|要抵押|占用|同于)|没(?!问题|有?抵押|有?担保|有?财报|有?报表)|未(?!来)|无(?!抵押|担保|还本|感|人|锡|线|论|疑|形|纸|接触|缝|障碍|缝)|非(?!常|洲|现场|结构化|接触|银|标|遗|公开|同质|金融企业)|\b(?:no|not|without|never)\b)[^的，,]{0,6}$/;
const DENIED_AFTER =
  /^(?:这边|那边|这个|这项|这块|我们|方面|目前|暂时|还|也|都|并|均)*(?:没用|没有(?:用|使用|业务|落地|客户|涉及|任何|上线|应用|开展|网点|场景)|没上|没做|没业务|没落地|没客户|没涉及|没开展|未使用|未涉及|未落地|未上线|未开展|不涉及|不用(?!见)|一家都没|除外|是空白|(?:业务|客户)?(?:很少|几乎没有))/;
const PLANNED_BEFORE =
  /(?:计划|打算|准备|拟(?!合|人)|将在|将于|将会|即将|将推|明年|下一步|下一阶段|后续|未来(?!产业)|希望|考虑|争取|规划|有望|筹备|想要?|正在?谈|洽谈|to be|plan(?:s|ned)? to)[^的，,]{0,14}$/;
const REACH = 18;

/** The mentions of a text's finds, in their order. */
export function mentionsOf(passage: Passage, finds: readonly Find[]): readonly Mention[] {
  return finds.flatMap((find): Mention[] => {
    const index = holding(passage.parts, find.from);
    const part = passage.parts[index];
    if (part === undefined || find.from >= part.to) return [];
    return [{ ...find, part: index, sentence: part.sentence, state: stateOf(passage, find, part.from, part.to) }];
  });
}

/** How a word at `find` was meant inside the part `from`–`to`. */
export function stateOf({ flat }: Passage, find: Find, from: number, to: number): Mention['state'] {
  const before = flat.slice(Math.max(from, find.from - REACH), find.from);
  if (DENIED_BEFORE.test(before) || DENIED_AFTER.test(flat.slice(find.to, Math.min(to, find.to + REACH))))
    return 'denied';
  return PLANNED_BEFORE.test(before) ? 'planned' : 'said';
}
