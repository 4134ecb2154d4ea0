import type { EventOf } from "../event.ts";
import { moment, percent, type Language } from "./language.ts";

/** Chinese, simplified. */
export const zh: Language = {
  levels: { critical: "严重", warning: "警告", info: "通知" },
  labels: { where: "位置", happened: "发生了什么", done: "已做处理", toDo: "需要做什么" },
  several: (count) => `${count} 个事件`,
  shortened: "内容已截短，其余请看 `tidegate history`。",
  escalated: (after) => `已有 ${after} 无人确认此事件。`,
  kinds: {
    "canary-started": ({ version, share, step, steps }) => ({
      title: "灰度发布已开始",
      happened: `版本 ${version} 开始接收首批客户端。`,
      done: `${percent(share)} 的客户端访问该版本：第 ${step} 步，共 ${steps} 步。`,
      toDo: "无需操作，守护规则正在监控。如需查看：",
    }),
    "step-reached": ({ version, share, step, steps }) => ({
      title: `灰度比例达到 ${percent(share)}`,
      happened: `版本 ${version} 已通过上一步。`,
      done: `现在 ${percent(share)} 的客户端访问该版本：第 ${step} 步，共 ${steps} 步。`,
      toDo: "无需操作，守护规则正在监控。如需查看：",
    }),
    "canary-paused": ({ version, share, by, reason }) => ({
      title: "灰度发布已暂停",
      happened: `${by} 暂停了版本 ${version} 的灰度发布${because(reason)}。`,
      done: `在有人决定之前，${percent(share)} 的客户端继续访问该版本。`,
      toDo: "继续，或者退回：",
    }),
    "canary-resumed": ({ version, share, by, reason }) => ({
      title: "灰度发布继续",
      happened: `${by} 恢复了版本 ${version} 的灰度发布${because(reason)}。`,
      done: `从 ${percent(share)} 的客户端继续。`,
      toDo: "无需操作，守护规则正在监控。如需查看：",
    }),
    "canary-aborted": ({ version, to, by, reason }) => ({
      title: "灰度发布已中止",
      happened: `${by} 中止了版本 ${version} 的灰度发布${because(reason)}。`,
      done: `所有客户端已回到版本 ${to}。`,
      toDo: "修复后发布新的构建。查看经过：",
    }),
    promoted: ({ version }) => ({
      title: "已全量发布",
      happened: `版本 ${version} 已通过所有步骤。`,
      done: "所有客户端访问该版本。",
      toDo: "无需操作。如果之后发现问题：",
    }),
    "inconclusive-hold": ({ version, share, rule, problem }) => ({
      title: "灰度发布停在当前步骤",
      happened: `规则 ${rule} 对版本 ${version} 无法下结论：${problem}`,
      done: `${percent(share)} 的客户端继续访问该版本。数据不足时绝不推进。`,
      toDo: "请查看，然后推进或中止：",
    }),
    "both-colors-bad": (event) => ({
      title: "新旧版本都有问题",
      happened: `${seen(event)}之前的版本同样异常，因此不归咎于任何一方。`,
      done: `灰度发布停在当前步骤：${percent(event.share)} 的客户端继续访问版本 ${event.version}。`,
      toDo: "请检查两个版本共同依赖的部分，例如数据库或网络：",
    }),
    "rolled-back": (event) => ({
      title: "已自动回滚",
      happened: `${seen(event)}当时 ${percent(event.share)} 的客户端访问该版本。`,
      done: `所有客户端已回到版本 ${event.to}。版本 ${event.version} 已被禁止：\`up\` 不会再次启用它。`,
      toDo: "修复后发布新的构建。查看证据：",
    }),
    "rollback-failed": ({ version, to, problem }) => ({
      title: "回滚失败",
      happened: `版本 ${version} 异常，但流量切回版本 ${to} 失败：${problem}`,
      done: "流量保持原状，代理会继续重试。",
      toDo: "请立即手动回滚：",
    }),
    "agent-back": ({ since }) => ({
      title: "代理已恢复",
      happened: `自 ${moment(since)} 起没有响应的代理已恢复。`,
      done: "代理从记录的状态继续。",
      toDo: "无需操作。如需查看发布状态：",
    }),
    "channel-failed": ({ channel, problem }) => ({
      title: `通知渠道 ${channel} 发送失败`,
      happened: `消息无法通过渠道 ${channel} 发出：${problem}`,
      done: "消息已排队并会重试。发布不会因此等待。",
      toDo: "请修复该渠道或其密钥：",
    }),
    "channel-restored": ({ channel }) => ({
      title: `通知渠道 ${channel} 已恢复`,
      happened: `消息又能通过渠道 ${channel} 发出。`,
      done: "等待中的消息正在发出。",
      toDo: "无需操作。如需查看剩余消息：",
    }),
    acknowledged: ({ by, of, reason }) => ({
      title: "已确认",
      happened: `${by} 正在处理 ${of}${because(reason)}。`,
      done: "不再通知其他人。",
      toDo: "无需操作。",
    }),
    test: ({ by }) => ({
      title: "测试消息",
      happened: `${by} 正在检查消息能否送达。`,
      done: "未做任何操作，与任何发布无关。",
      toDo: "无需操作。",
    }),
  },
};

function because(reason: string | null): string {
  return reason === null ? "" : `，原因：${reason}`;
}

function seen({ version, evidence }: EventOf<"rolled-back" | "both-colors-bad">): string {
  const { rule, value, limit, window, samples } = evidence;
  return `规则 ${rule} 判定版本 ${version} 不合格：${value}，上限 ${limit}，${window} 内 ${samples} 个样本。`;
}
