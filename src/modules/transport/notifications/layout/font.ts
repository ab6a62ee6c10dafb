/** Faces that every mail program has. */
export const font = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
