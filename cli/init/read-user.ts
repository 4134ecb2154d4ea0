/**
 * The numeric user and group that an image's `USER` stands for, by its own account files. Undefined for root, and for a
 * name that is not in them.
 */
export function readUser(user: string, { passwd, group }: { passwd: string; group: string }): string | undefined {
  const [name = "", groupName] = user.split(":");
  const account = accounts(passwd).find(([each, , uid]) => each === name || uid === name);
  const uid = /^\d+$/.test(name) ? name : account?.[2];
  if (uid === undefined || !/^[1-9]\d*$/.test(uid)) return undefined;
  const gid = groupName === undefined ? account?.[3] : numericGroup(groupName, group);
  return gid === undefined ? uid : `${uid}:${gid}`;
}

function numericGroup(name: string, group: string): string | undefined {
  return /^\d+$/.test(name) ? name : accounts(group).find(([each]) => each === name)?.[2];
}

/** Lines of /etc/passwd and /etc/group: name, password, number, then in the former the number of the group. */
function accounts(file: string): string[][] {
  return file.split("\n").map((line) => line.trim().split(":"));
}
