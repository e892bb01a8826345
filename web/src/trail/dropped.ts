// The files of what was dropped: files, and folders with all that is in them.

export interface Dropped {
  name: string; // With its folders.
  file: File;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

// A reader gives a folder's entries by the hundred until it gives none.
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function walk(entry: FileSystemEntry): Promise<Dropped[]> {
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    return [{ name: entry.fullPath.replace(/^\//, ''), file }];
  }
  const inside = await entriesOf(entry as FileSystemDirectoryEntry);
  return (await Promise.all(inside.map(walk))).flat();
}

// Files a person never means: marks of folders that systems leave behind.
function isMeant({ name }: Dropped): boolean {
  return !/(^|\/)(\.|__MACOSX\/|Thumbs\.db$)/.test(name);
}

export async function filesOf(data: DataTransfer): Promise<Dropped[]> {
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry());
  const plain = [...data.files].map((file) => ({ name: file.name, file }));
  const found = entries.every((entry) => entry !== null)
    ? (await Promise.all(entries.map((entry) => walk(entry!)))).flat()
    : plain;
  return found.filter(isMeant);
}

export function filesChosen(list: FileList | null): Dropped[] {
  return [...(list ?? [])]
    .map((file) => ({ name: file.webkitRelativePath || file.name, file }))
    .filter(isMeant);
}
