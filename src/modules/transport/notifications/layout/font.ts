/** The pages' typeface where a reader has it, else a face that every mail program has. Nothing is fetched for a mail. */
export const font =
  "'Atkinson Hyperlegible Next','Atkinson Hyperlegible',-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
