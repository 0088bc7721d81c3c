	.text
	.globl	scale
scale:
	movl	%edi, %eax
	shll	$3, %eax
	addl	$0x12345678, %eax
	ret
	.globl	pause_twice
pause_twice:
	pushq	%rbx
	movq	%rsp, %rbx
	pause
	pause
	popq	%rbx
	ret
	.section .rodata
	.globl	table
table:
	.zero	64
	.long	0xfeedface
	.section .note.GNU-stack,"",@progbits
