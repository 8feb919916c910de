import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Every page and every method of every route handler below `app`, as `PAGE /slos/[id]` and `GET /api/v1/slos/[id]`. */
export function routesIn(app: string): string[] {
  return readdirSync(app, { recursive: true, encoding: "utf8" })
    .flatMap((file) => {
      const name = /(?:^|\/)(page|route)\.(?:tsx?|jsx?|mjs)$/.exec(file)?.[1];
      if (name === undefined) return [];
      const address = `/${file
        .split("/")
        .slice(0, -1)
        .filter((segment) => !/^[(@]/.test(segment))
        .join("/")}`;
      if (name === "page") return [`PAGE ${address}`];
      const methods = methodsIn(join(app, file));
      if (methods.length === 0) throw new Error(`${file} exports no method that can be found`);
      return methods.map((method) => `${method} ${address}`);
    })
    .sort();
}

/** The methods that a route handler exports, however it writes them. */
function methodsIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  const names = source.statements.flatMap((statement): string[] => {
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      if (!clause || !ts.isNamedExports(clause)) throw new Error(`${file} exports what cannot be listed`);
      return clause.elements.map(({ name }) => name.text);
    }
    if (!ts.canHaveModifiers(statement)) return [];
    if (!ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isFunctionDeclaration(statement)) return statement.name ? [statement.name.text] : [];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
  });
  return names.filter((name) => METHODS.includes(name));
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));
}
