import { receive } from "@/app/api/_receive";
import { NewName, renameOneself } from "@/lib/commands/rename-oneself";

export const PUT = (request: Request) => receive(request, NewName, renameOneself);
