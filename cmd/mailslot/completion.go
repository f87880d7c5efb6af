package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// shells are those that completion writes scripts for.
func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

func completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a completion script for bash, zsh, fish or powershell",
		Long: `Print a completion script for bash, zsh, fish or powershell. The one for bash
needs the package bash-completion. "make install" and the Debian package put the
scripts of bash, zsh and fish where those look for them.`,
		Example: `  source <(mailslot completion bash)
  mailslot completion fish > ~/.config/fish/completions/mailslot.fish`,
		Args:      arguments(1, 1),
		ValidArgs: shells(),
		RunE:      func(cmd *cobra.Command, args []string) error { return complete(cmd, args[0]) },
	}
}

func complete(cmd *cobra.Command, shell string) error {
	root, out := cmd.Root(), cmd.OutOrStdout()
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(out, true)
	case "zsh":
		return root.GenZshCompletion(out)
	case "fish":
		return root.GenFishCompletion(out, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(out)
	}
	return usage("no completion for %q; known are %s", shell, strings.Join(shells(), ", "))
}
