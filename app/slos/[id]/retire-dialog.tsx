"use client";
import { useRouter } from "next/navigation";
import { FormDialog } from "@/app/_parts/form-dialog";
import { send } from "@/app/_send";

/** Asks once more: a retired SLO is counted no more, and nothing in the app brings it back. */
export default function RetireDialog({ id, name, close }: { id: string; name: string; close: () => void }) {
  const router = useRouter();
  const retire = async (): Promise<void> => {
    await send("DELETE", `/api/v1/slos/${encodeURIComponent(id)}`, {});
    router.push("/slos");
  };
  return (
    <FormDialog title={`Retire ${name}`} close={close} does="Retire it" leaves="Keep it" send={retire}>
      {() => (
        <p>
          It is counted no more and leaves Today and the list. Its open proposals and breaches are closed. What was
          counted, its breaches and its targets stay.
        </p>
      )}
    </FormDialog>
  );
}
