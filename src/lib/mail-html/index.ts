/**
 * What a reader of mail shows of the elements of HTML, decided once: the PDF, the page and the words without a layout go by
 * it (`test/conformance/mail-readers.test.ts` compares them). A reader runs no script, loads no frame, submits no form and
 * takes nothing away that such a reader would show. Pure; how it looks is not decided here.
 */
export {
  choiceMark,
  fieldText,
  marksAround,
  marksBetween,
  unseenElements,
  unseenInMath,
  unseenInSvg,
  verbatimElements,
} from './element-rules.ts'
export { settleTags } from './settle-tags.ts'
